import { readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../src/api/create-api.ts';
import { exportOptions } from '../../src/api/export-options.ts';
import type { RunAnswer, Work, WorkEvent, Workspace } from '../../src/api/types/index.ts';
import { systemClock } from '../../src/cli/process/system-clock.ts';
import { declaredOptions } from '../../src/options/option.ts';
import { eventSchema } from '../../src/run/context/events.ts';
import { runOptionsSchema } from '../../src/run/context/run-options.ts';
import { openPlace, type Place } from '../e2e/support/command.ts';

const HEADER = 'phone_number,account,caller_name,street,unit,city,region,postal_code,country';
const CITY_HALL = 'City Desk,1 Dr Carlton B Goodlett Pl,,San Francisco,CA,94102,US';
/** Covered at the Twilio stand-in by another address: a change opens a gap. */
const REPLACED = '+14155550102';
const AGREE = { confirm: () => true };

let place: Place;
let api: ReturnType<typeof createApi>;
let workspace: Workspace;
beforeAll(async () => {
  place = await openPlace({ scale: 0 });
  await place.file(
    'sheet.csv',
    [
      HEADER,
      ...[REPLACED, '+14155550104', '+1415x'].map((number) => `${number},twilio,${CITY_HALL}`),
      '',
    ].join('\n'),
  );
  api = createApi({
    clock: systemClock,
    random: Math.random,
    environment: { ...process.env, ...place.sandbox.environment },
    cwd: place.dir,
    operator: 'operator',
    host: 'host',
    pid: process.pid,
  });
  const opened = await api.openWorkspace({ state: 'runs' });
  if (!opened.ok) throw opened.error.cause;
  workspace = opened.value;
});
afterAll(() => place.close());

async function followed<T>(work: Work<T>): Promise<{ events: WorkEvent[]; value: T }> {
  const events: WorkEvent[] = [];
  for await (const event of work) events.push(event);
  for (const event of events) expect(eventSchema.safeParse(event).error).toBeUndefined();
  const ended = await work.result;
  if (!ended.ok) throw ended.error.cause;
  return { events, value: ended.value };
}

const resultsOf = (events: readonly WorkEvent[]) =>
  events.flatMap((event) => (event.type === 'row' ? [event.result] : []));

describe('the package', () => {
  it('changes nothing without an answer, and says why work failed as a value', async () => {
    const unanswered = await api.apply(workspace, { sheet: 'sheet.csv', force: true }).result;
    expect(unanswered).toMatchObject({ ok: true, value: { exit_code: 4 } });
    const refused = await api.apply(workspace, { sheet: 'sheet.csv', force: true }, { confirm: () => false })
      .result;
    expect(refused).toMatchObject({ ok: true, value: { exit_code: 4 } });
    const missing = await api.plan(workspace, { sheet: 'missing.csv' }).result;
    expect(missing).toMatchObject({ ok: false, error: { exit_code: 2, hint: expect.stringMatching(/./) } });
    expect(await api.openWorkspace({ config: 'missing.yaml' })).toMatchObject({
      ok: false,
      error: { exit_code: 2 },
    });
    const foreign = { accounts: [], state: '', close: async () => undefined };
    expect(await api.verify(foreign).result).toMatchObject({
      ok: false,
      error: { code: 'WORKSPACE_FOREIGN' },
    });
    expect(place.effects()).toEqual([]);
  });

  it.each([
    [{ limt: 1 }, 'SETTING_UNKNOWN', 'Did you mean "limit"'],
    [{ online: true }, 'SETTING_UNKNOWN', 'online'],
    [{ account: 'twilo' }, 'ACCOUNT_UNKNOWN', 'Did you mean "twilio"'],
    [{ limit: 0 }, 'SETTING_INVALID', 'at least 1'],
    [{ maxReplace: '130%' }, 'SETTING_INVALID', 'maxReplace'],
    [{ waitMs: '10' }, 'SETTING_INVALID', 'with its unit'],
    [{ sheet: undefined }, 'SETTING_INVALID', 'sheet'],
  ])('refuses %j before anything is read', async (wrong, code, words) => {
    // As a program without types would call it.
    const settings = { sheet: 'sheet.csv', ...wrong } as { sheet: string };
    const { result } = api.apply(workspace, settings, AGREE);
    expect(await result).toMatchObject({
      ok: false,
      error: { code, message: expect.stringContaining(words) },
    });
  });

  it('does what the command line does, told as typed events', async () => {
    const planned = await followed(api.plan(workspace, { sheet: 'sheet.csv', maxErrors: '50%' }));
    expect(resultsOf(planned.events)).toEqual(['would_apply', 'would_apply', 'failed']);
    const settings = { sheet: 'sheet.csv', force: true, rows: [2, 3], outDir: 'out' } as const;
    const applied = await followed(api.apply(workspace, settings, AGREE));
    expect(applied.value).toMatchObject({ exit_code: 0, out_dir: path.join(place.dir, 'out') });
    const gaps = applied.events.flatMap((event) =>
      'since' in event || event.type === 'gap-closed' ? [[event.type, event.phone_number]] : [],
    );
    expect(gaps).toEqual([
      ['gap-opened', REPLACED],
      ['gap-closed', REPLACED],
    ]);
    const verified = await followed(api.verify(workspace, { run: applied.value.run_id }));
    expect(verified.value.exit_code).toBe(0);
    expect(await api.resume(workspace).result).toMatchObject({ ok: true, value: { nothing_left: true } });
    const exported = await followed(api.exportNumbers(workspace, { account: ['twilio'], out: 'live.csv' }));
    expect(exported.value).toMatchObject({ complete: true, exit_code: 0 });
    const undone = await followed(api.undo(workspace, {}, AGREE));
    expect(resultsOf(undone.events).slice(0, 2)).toEqual(['undone', 'undone']);
  });

  it('stops when its signal is aborted: open gaps are closed, the rest is not begun', async () => {
    const stopper = new AbortController();
    const work = api.apply(
      workspace,
      { sheet: 'sheet.csv', force: true },
      { ...AGREE, signal: stopper.signal },
    );
    const events: WorkEvent[] = [];
    for await (const event of work) {
      events.push(event);
      if (event.type === 'gap-opened') stopper.abort();
    }
    expect(await work.result).toMatchObject({ ok: true, value: { exit_code: 130, uncovered: [] } });
    expect(events.some(({ type }) => type === 'gap-closed')).toBe(true);
    const resumed = await followed<unknown>(api.resume(workspace));
    expect(resultsOf(resumed.events)).toContain('applied');
  });

  it('does works of one state folder one after the other, also after one that failed', async () => {
    await symlink(workspace.state, path.join(place.dir, 'linked'));
    const linked = await api.openWorkspace({ state: 'linked' });
    if (!linked.ok) throw linked.error.cause;
    const order: string[] = [];
    const ended = await Promise.all(
      ['sheet.csv', 'missing.csv', 'sheet.csv'].map(async (sheet, index) => {
        const { ok } = await api.validate(index === 1 ? linked.value : workspace, { sheet }).result;
        order.push(`${index} ${ok}`);
      }),
    );
    expect(ended).toHaveLength(3);
    expect(order).toEqual(['0 true', '1 false', '2 true']);
  });

  it('refuses work that is begun inside the confirm of work on the same folder, and only there', async () => {
    const begun: string[] = [];
    const elsewhere = await api.openWorkspace({ state: 'other-runs' });
    if (!elsewhere.ok) throw elsewhere.error.cause;
    const validate = async (where: Workspace): Promise<void> => {
      const ended = await api.validate(where, { sheet: 'sheet.csv' }).result;
      begun.push(ended.ok ? 'done' : ended.error.code);
    };
    const later: { work: Promise<void> } = { work: Promise.resolve() };
    let answered: () => void = () => undefined;
    const isAnswered = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const confirm = async () => {
      await validate(workspace);
      await validate(elsewhere.value);
      later.work = isAnswered.then(() => validate(workspace));
      return false;
    };
    await place.file('asked.csv', `${HEADER}\n+14155550105,twilio,${CITY_HALL}\n`);
    const asked = await api.apply(workspace, { sheet: 'asked.csv' }, { confirm }).result;
    expect(asked).toMatchObject({ ok: true, value: { exit_code: 4 } });
    answered();
    await later.work;
    expect(begun).toEqual(['WORK_IN_CONFIRM', 'done', 'done']);
  });

  it('does not wait for a reader that has left, and repeats nothing for a late one', async () => {
    const work: Work<RunAnswer> = api.validate(workspace, { sheet: 'sheet.csv' });
    for await (const event of work) {
      expect(event.type).toBe('run-started');
      break;
    }
    expect((await work.result).ok).toBe(true);
    for await (const event of work) expect.fail(`${event.type} was repeated`);
  });

  it('has a type for every event, with all its members', () => {
    const types = readFileSync(new URL('../../src/api/types/events.ts', import.meta.url), 'utf8');
    const shared = /interface EventSubject {[^}]*}/.exec(types)?.[0] ?? '';
    const told = eventSchema.options.filter((one) => one.shape.type.value !== 'summary');
    expect(told.length).toBeGreaterThan(10);
    for (const { shape } of told) {
      const own = types.split('export interface').find((part) => part.includes(`'${shape.type.value}'`));
      const missing = Object.keys(shape).filter((name) => !`${own}${shared}`.includes(`readonly ${name}:`));
      expect(missing, shape.type.value).toEqual([]);
    }
  });

  it('has a type for every option of the command line', () => {
    const types = readFileSync(new URL('../../src/api/types/settings.ts', import.meta.url), 'utf8');
    const left = new Set(['mapping', 'notify', 'notifySecret']);
    const readings = new Set(declaredOptions(exportOptions).map(({ field }) => field));
    const fields = [...declaredOptions(runOptionsSchema).map(({ field }) => field), ...readings];
    const missing = fields.filter((field) => !left.has(field) && !types.includes(`readonly ${field}?:`));
    expect(missing).toEqual([]);
  });
});
