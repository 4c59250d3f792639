import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkspace } from '../../../src/api/open-workspace.ts';
import { type Control, runHost } from '../../../src/api/run-host.ts';
import { systemClock } from '../../../src/cli/process/system-clock.ts';
import { StopRequest } from '../../../src/errors/stop-request.ts';
import { lockAccount } from '../../../src/journal/account-lock.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { usingJournal } from '../../../src/journal/open-journal.ts';
import { processBirth } from '../../../src/journal/process-birth.ts';
import type { RunRecord } from '../../../src/journal/records.ts';
import { folderPlace } from '../../../src/journal/state-place.ts';
import { carryOutPart } from '../../../src/run/carry-out-part.ts';
import { type RunHost, runOptionsSchema } from '../../../src/run/context/run-options.ts';
import { endParts, isCarriedOut } from '../../../src/run/end-parts.ts';
import { confirmRun } from '../../../src/run/perform-run.ts';
import { SILENT } from '../../run/fake-run.ts';
import { csv, openPlace, type Place } from '../support/command.ts';
import { addNumbers, coveredCities, mixedRows, sheetOf } from '../support/mixed-sheet.ts';

describe('a confirmed run that is carried out account by account', () => {
  let place: Place;
  /** Secrets that are wrong. */
  let refusedBy: Readonly<Record<string, string>>;
  beforeEach(async () => {
    place = await openPlace();
    refusedBy = {};
  });
  afterEach(() => place.close());

  const stateDir = () => path.join(place.dir, 'e911-runs');
  const outDir = () => path.join(place.dir, 'files');

  /** A process with the place's accounts. */
  const hostOf = async (control: Partial<Control> = {}): Promise<RunHost> => {
    const workspace = await openWorkspace(
      {
        config: undefined,
        envFile: undefined,
        isSandbox: false,
        account: undefined,
        onWarning: () => undefined,
      },
      {
        clock: systemClock,
        random: Math.random,
        environment: { ...place.sandbox.environment, ...refusedBy },
        cwd: place.dir,
        operator: 'operator',
        host: 'host',
        pid: process.pid,
      },
    );
    const stop = new AbortController().signal;
    return runHost(workspace, { watcher: SILENT, confirm: async () => true, stop, ...control });
  };

  const confirmed = async (count: number) => {
    const { standIns } = place.sandbox;
    const rows = mixedRows(
      standIns.map(({ account }) => account),
      count,
    );
    addNumbers(standIns, rows);
    const input = path.join(place.dir, await place.file('mixed.csv', sheetOf(rows)));
    const options = runOptionsSchema.parse({
      command: 'apply',
      input,
      state: folderPlace(stateDir()),
      maxOpen: '10',
    });
    const end = await confirmRun(options, await hostOf());
    if (!('handedOver' in end)) throw new Error(`the run ended with ${end.exitReason}`);
    return { rows, options, ...end.handedOver };
  };

  type Confirmed = Awaited<ReturnType<typeof confirmed>>;

  /** Works with the run in one journal: SQLite would have two connections of one thread wait for each other. */
  const withRun = <T>(of: Confirmed, work: (run: RunRecord, journal: Journal) => Promise<T>): Promise<T> =>
    usingJournal({ state: folderPlace(stateDir()) }, async (journal) => {
      const run = await journal.run(of.runId);
      if (run === null) throw new Error('no run');
      return work(run, journal);
    });

  const parts = (of: Confirmed, accounts: readonly string[], control: Partial<Control> = {}) =>
    withRun(of, (run, journal) =>
      Promise.all(
        accounts.map(async (account) => {
          const request = { run, account, options: of.options, outDir: outDir() };
          return carryOutPart(request, await hostOf(control), journal);
        }),
      ),
    );

  const end = (of: Confirmed) =>
    withRun(of, async (run, journal) =>
      endParts({ run, options: of.options, outDir: outDir() }, await hostOf(), journal),
    );

  const isWhole = (of: Confirmed) => withRun(of, ({ runId }, journal) => isCarriedOut(journal, runId));

  it('ends as one run, whoever carried out which account, and covers each number once', async () => {
    const run = await confirmed(60);
    expect(run.accounts).toHaveLength(place.sandbox.standIns.length);
    expect(place.effects()).toEqual([]);
    const [first = '', ...others] = run.accounts;
    const ends = await parts(run, others);
    expect(ends.map((each) => each?.account)).toEqual(others);
    expect(await isWhole(run)).toBe(false);
    await parts(run, [first]);
    expect(await isWhole(run)).toBe(true);
    const report = await end(run);
    expect({ code: report.exitCode, calls: Object.keys(report.summary.calls).sort() }).toEqual({
      code: 0,
      calls: [...run.accounts].sort(),
    });
    const results = await csv(path.join(outDir(), 'results.csv'));
    expect(results).toHaveLength(60);
    expect(new Set(results.map(({ result }) => result))).toEqual(new Set(['applied']));
    for (const running of place.sandbox.standIns) {
      const cities = coveredCities(running, systemClock.monotonicMs());
      const own = run.rows.filter(({ account }) => account === running.account);
      expect(own.map(({ phoneNumber }) => cities.get(phoneNumber))).toEqual(own.map(({ city }) => city));
    }
    // What a second apply finds was made once.
    const before = place.effects().length;
    expect((await place.run('apply', 'mixed.csv', '--yes')).code).toBe(0);
    expect(place.effects()).toHaveLength(before);
  }, 120_000);

  it('is continued where a stop left it, by another process', async () => {
    const run = await confirmed(60);
    const account = 'twilio';
    const stop = new AbortController();
    const watcher = {
      ...SILENT,
      event: ({ type }: { readonly type: string }) => {
        if (type === 'change' && !stop.signal.aborted) stop.abort(new StopRequest('SIGTERM'));
      },
    };
    expect(await parts(run, [account], { watcher, stop: stop.signal })).toEqual([null]);
    expect(await isWhole(run)).toBe(false);
    const [ended] = await parts(run, [account]);
    expect(ended).toMatchObject({ account, stopped: null, exit: null });
    const { effects } = place.sandbox.standIns.find((each) => each.account === account)?.standIn ?? {};
    const associations = (effects ?? []).filter(({ kind }) => kind === 'associate');
    expect(new Set(associations.map(({ subject }) => subject)).size).toBe(associations.length);
    expect(associations).toHaveLength(run.rows.filter((row) => row.account === account).length);
  }, 120_000);

  it('is not touched by a process that does not get the account, nor by a resume', async () => {
    const run = await confirmed(30);
    const accountKey = await withRun(run, ({ runId }, journal) => journal.accountKeyOf(runId, 'twilio'));
    const holder = {
      pid: process.pid,
      birth: processBirth(process.pid) ?? '',
      runId: run.runId,
      startedAt: '2026-11-27T00:00:00.000Z',
      host: 'worker-2',
      stateDir: stateDir(),
    };
    const lock = await lockAccount({ accountKey: accountKey ?? '', holder });
    await expect(parts(run, ['twilio'])).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' });
    const resumed = await place.run('resume', run.runId, '--yes');
    expect(resumed).toMatchObject({ code: 4, err: expect.stringContaining('worker-2') });
    await lock.release();
    expect(place.effects()).toEqual([]);
    await parts(run, run.accounts);
    expect((await end(run)).summary.results).toMatchObject({ applied: 30 });
  }, 120_000);

  it('answers the rows of an account that is refused, and ends as the accounts together do', async () => {
    const run = await confirmed(30);
    await parts(
      run,
      run.accounts.filter((account) => account !== 'vonage'),
    );
    const secret = Object.keys(place.sandbox.environment).find((name) => /VONAGE.*SECRET/.test(name));
    refusedBy = { [secret ?? '']: 'wrong' };
    const [ended] = await parts(run, ['vonage']);
    expect(ended).toMatchObject({ exit: { name: 'access' }, stopped: { kind: 'credentials' } });
    const report = await end(run);
    expect({ code: report.exitCode, results: report.summary.results }).toMatchObject({
      code: 5,
      results: { applied: 24, not_attempted: 6 },
    });
    expect((await place.run('resume', run.runId, '--yes')).code).toBe(0);
  }, 120_000);
});
