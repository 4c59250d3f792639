import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { changeSheet, hopelessSheet } from './sheet.ts';
import type { Trial } from './trial.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A place in the built program, relative to `dist`, and what a careless hand would have written there. */
interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A mistake on purpose, the disturbance that brings it out, and the invariant that must notice. */
interface PlantedBug {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly trial: Omit<Trial, 'undisturbed' | 'program'>;
  readonly caughtBy: string;
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'no look before a call is sent again',
    edits: [
      {
        file: 'run/calls/perform-call.js',
        from: 'const settled = await settle(context, account, step, priority, new AbortController().signal);',
        to: "const settled = { found: 'absent' };",
      },
    ],
    trial: {
      world: 'twilio',
      faults: [{ when: { operation: 'create-address', nth: 1 }, do: 'reset-after' }],
    },
    caughtBy: 'I2',
  },
  {
    name: 'the intent is written after the call',
    edits: [
      {
        file: 'run/calls/perform-call.js',
        from: 'beforeSend: async () => {',
        to: 'async beforeSend() {}, afterSend: async () => {',
      },
      {
        file: 'run/calls/perform-call.js',
        from: 'const result = await account.provider.execute(step, call);',
        to: 'const result = await account.provider.execute(step, call); await call.afterSend();',
      },
    ],
    trial: {
      world: 'vonage',
      faults: [{ when: { operation: 'create-address', nth: 1 }, do: 'hang-after' }],
      killAfterEffect: 'create-address',
    },
    caughtBy: 'I2',
  },
  {
    name: 'a call leaves before its intent is committed',
    edits: [
      { file: 'journal/call-table.js', from: 'await commits.committed();', to: '' },
      { file: 'journal/group-commit.js', from: 'setImmediate(commit);', to: 'setTimeout(commit, 3_000);' },
    ],
    trial: { world: 'twilio', sheet: changeSheet(), killAfterEffect: 'disassociate' },
    caughtBy: 'I3',
  },
  {
    name: 'an address is taken away before the new one is accepted',
    edits: [
      {
        file: 'run/numbers/carry-out.js',
        from: "if (settled?.state === 'ready')",
        to: "if (settled?.state !== 'open')",
      },
    ],
    trial: { world: 'twilio', sheet: hopelessSheet(), options: ['--wait', '5s'], recoveries: 0 },
    caughtBy: 'I3',
  },
  {
    name: 'a gap is opened without a word in the journal',
    edits: [
      {
        file: 'run/numbers/advance.js',
        from: 'operation = await keep(context, { ...operation, gapOpenedAt: isoNow(context) });',
        to: '/* forgotten */;',
      },
    ],
    trial: { world: 'twilio', sheet: changeSheet(), killAfterEffect: 'disassociate' },
    caughtBy: 'I3',
  },
  {
    name: 'result files can be read by everybody',
    edits: [
      {
        file: 'report/out-folder.js',
        from: 'open(beside, CREATE_NEW, 0o600)',
        to: 'open(beside, "wx", 0o644)',
      },
    ],
    trial: { world: 'sinch' },
    caughtBy: 'I7',
  },
  {
    name: 'a row is left out of the results',
    edits: [
      {
        file: 'run/ending/finish-run.js',
        from: 'return shareRows(journal.rows(runId), ',
        to: 'return shareRows((async function* () { for await (const row of journal.rows(runId)) if (row.position !== 5) yield row; })(), ',
      },
    ],
    trial: { world: 'bandwidth' },
    caughtBy: 'I1',
  },
  {
    name: 'a lost answer is taken for success',
    edits: [
      {
        file: 'run/calls/perform-call.js',
        from: "if (error.kind === 'unknown') {",
        to: "if (error.kind === 'unknown') { return { kind: 'done', result: { id: '', requestId: '' }, attempts: attempt };",
      },
    ],
    trial: {
      world: 'vonage',
      faults: [{ when: { operation: 'create-address', nth: 1 }, do: 'reset-after' }],
      options: ['--wait', '5s'],
      recoveries: 1,
    },
    caughtBy: 'I9',
  },
];

/**
 * Copies the built program and makes the edits in the copy. Returns its executable and how to take it away.
 * @throws Error when the text of an edit does not stand exactly once in its file: the bug would not be planted.
 */
export async function plant(
  edits: readonly Edit[],
): Promise<{ readonly program: string; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'e911-planted-'));
  const isRun = (place: string): boolean => !place.endsWith('.d.ts') && !place.endsWith('.map');
  for (const name of ['dist', 'package.json']) {
    await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true, filter: isRun });
  }
  for (const name of ['samples', 'templates', 'node_modules']) {
    await symlink(path.join(ROOT, name), path.join(folder, name));
  }
  for (const { file, from, to } of edits) {
    const place = path.join(folder, 'dist', file);
    const text = await readFile(place, 'utf8');
    const found = text.split(from).length - 1;
    if (found !== 1) throw new Error(`${file} has "${from}" ${found} times, not once`);
    await writeFile(
      place,
      text.replace(from, () => to),
    );
  }
  return {
    program: path.join(folder, 'dist', 'bin.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
