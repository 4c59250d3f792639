import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderPlace } from '../../src/journal/state-place.ts';
import { runOptionsSchema } from '../../src/run/context/run-options.ts';
import { beginRun } from '../../src/run/intake/begin-run.ts';
import { testFolder } from '../journal/folder.ts';
import { fakeRun, RUN } from './fake-run.ts';

const SHEET = { sheetName: 'numbers.csv', sheetSha256: 'ab'.repeat(32), header: ['phone_number'] };

/** A run begun in a state folder; `atRecord` sees the folder of the run at the moment its record is made. */
async function begin(
  place: { readonly outDir?: string },
  atRecord: (folder: string) => void = () => undefined,
) {
  const { context, journal } = await fakeRun(null);
  const stateDir = testFolder();
  const seen: typeof journal = Object.assign(Object.create(journal), {
    startRun: async (run: Parameters<typeof journal.startRun>[0]) => {
      atRecord(path.join(stateDir, run.runId));
      await journal.startRun(run);
    },
  });
  const options = runOptionsSchema.parse({
    command: 'plan',
    input: 'numbers.csv',
    state: folderPlace(stateDir),
    ...place,
  });
  const begun = beginRun(
    seen,
    { sheet: SHEET, options, noted: {} },
    { ...context.host, operator: 'kim', host: 'here', pid: 1 },
  );
  return { begun, journal };
}

describe('the folder of a run', () => {
  it('comes after the record inside a state folder, so that no kill leaves one that the journal does not know', async () => {
    const before: boolean[] = [];
    const { begun } = await begin({}, (folder) => before.push(existsSync(folder)));
    expect(before).toEqual([false]);
    expect(existsSync((await begun).out.path)).toBe(true);
  });

  it('that cannot be made ends the run in the journal', async () => {
    const { begun, journal } = await begin({}, (folder) => writeFileSync(folder, ''));
    await expect(begun).rejects.toMatchObject({ code: 'OUT_NOT_WRITABLE' });
    const ended = (await journal.runs(5)).find(({ runId }) => runId !== RUN);
    expect(ended).toMatchObject({ exitCode: 2, exitReason: expect.stringContaining('Nothing was sent') });
  });

  it('of the user is proved before there is a record', async () => {
    const outDir = path.join(testFolder(), 'mine');
    mkdirSync(outDir);
    writeFileSync(path.join(outDir, 'results.csv'), '');
    const { begun, journal } = await begin({ outDir });
    await expect(begun).rejects.toMatchObject({ code: 'OUT_EXISTS' });
    expect((await journal.runs(5)).map(({ runId }) => runId)).toEqual([RUN]);
  });
});
