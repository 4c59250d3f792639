import { chmodSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestRun, openPlace, type Place } from '../support/command.ts';
import { twilioNumbers } from '../support/twilio-numbers.ts';

const HEADER = 'phone_number,action,caller_name,street,city,region,postal_code,country,reference';
const SHEET = [
  HEADER,
  '+14155550110,assign,City Desk,200 N Spring St,Los Angeles,CA,90012,US,"a, ""b"""',
  '+14155550111,assign,City Desk,476 5th Ave,New York,NY,10018,US,HQ-7',
  '+1415555011,assign,City Desk,476 5th Ave,New York,NY,10018,US,bad number',
].join('\n');

interface Recovered {
  readonly runs_kept: number;
  readonly runs_rebuilt: readonly string[];
  readonly own_addresses: number;
  readonly uncovered: readonly { phone_number: string }[];
  readonly not_known: readonly { subject: string; sentence: string }[];
  readonly former_journal: string;
}

describe('e911 recover', () => {
  let place: Place;
  let state: string;
  let run: string;
  beforeEach(async () => {
    place = await openPlace({ scale: 0.02 });
    state = path.join(place.dir, 'e911-runs');
    await place.file('numbers.csv', SHEET);
    expect(
      (await place.run('apply', 'numbers.csv', '--yes', '--max-errors', '2', '--wait', '20s')).code,
    ).toBe(1);
    run = path.basename(await newestRun(place));
  });
  afterEach(() => place.close());

  const file = (name: string): string => path.join(state, name);
  const recover = async (): Promise<Recovered & { code: number | null }> => {
    const { code, out, err } = await place.run('recover', '--json');
    if (out === '') throw new Error(err);
    return { code, ...(JSON.parse(out) as Recovered) };
  };
  const overwrite = (from: number, bytes: number): void => {
    const content = readFileSync(file('journal.db'));
    content.fill(0xa5, from, from + bytes);
    writeFileSync(file('journal.db'), content);
  };

  const DAMAGE: Readonly<Record<string, () => void>> = {
    'the journal deleted': () => rmSync(file('journal.db')),
    'the journal and its seal deleted': () => {
      for (const name of ['journal.db', 'journal.seal']) rmSync(file(name));
    },
    'the journal empty': () => truncateSync(file('journal.db'), 0),
    'the journal cut': () => truncateSync(file('journal.db'), 8_192),
    'the header overwritten': () => overwrite(0, 100),
    'a page overwritten': () => overwrite(4_096, 4_096),
  };

  for (const [name, damage] of Object.entries(DAMAGE)) {
    it(`${name}: nothing is said to be covered, and a new journal is built from the files`, async () => {
      rmSync(file('journal.db-wal'), { force: true });
      damage();
      for (const command of [['runs', '--uncovered'], ['resume'], ['undo', run, '--yes']]) {
        const { code, err } = await place.run(...command);
        expect(code, err).toBe(2);
        expect(err).toContain('e911 recover');
      }
      const recovered = await recover();
      expect(recovered).toMatchObject({ code: 0, runs_kept: 0, runs_rebuilt: [run], not_known: [] });
      expect(recovered.own_addresses).toBe(2);
      expect((await place.run('runs', '--uncovered')).code).toBe(0);
      expect(await recover()).toMatchObject({ code: 0, runs_rebuilt: [] });
      const shown = JSON.parse((await place.run('runs', run, '--json')).out) as Record<string, unknown>;
      expect(shown).toMatchObject({ command: 'apply', rows: 3, run_exit_code: 1 });
      expect(shown['results']).toMatchObject({ applied: 2, failed: 1 });
    }, 60_000);
  }

  it('leaves runs that verify reads back, that undo refuses, and addresses that are known as its own', async () => {
    for (const name of ['journal.db', 'journal.seal']) rmSync(file(name));
    await recover();
    const verified = await place.run('verify', run);
    expect(verified.code, verified.out + verified.err).toBe(0);
    const refused = await place.run('undo', run, '--yes');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('RUN_RECOVERED');
    expect((await place.run('resume')).out).toContain('every run is finished');
    const again = await place.run('apply', 'numbers.csv', '--yes', '--max-errors', '2', '--json');
    expect(JSON.parse(again.out)).toMatchObject({ summary: { results: { unchanged: 2, failed: 1 } } });
  }, 60_000);

  it('keeps what a journal still holds that lost its write-ahead log, and ends its unfinished runs', async () => {
    // A second process of the journal is cut off in the middle: its log is lost.
    const before = readFileSync(file('journal.db'));
    await place.run('apply', 'numbers.csv', '--yes', '--max-errors', '2');
    writeFileSync(file('journal.db'), before);
    const { err, code } = await place.run('runs', '--uncovered');
    expect(code).toBe(2);
    expect(err).toContain('JOURNAL_BEHIND');
    const recovered = await recover();
    expect(recovered).toMatchObject({ code: 0, runs_kept: 1 });
    expect(recovered.runs_rebuilt).toHaveLength(1);
    // The run that the journal held whole can still be undone.
    expect((await place.run('undo', run, '--yes', '--force', '--wait', '20s')).code).toBe(0);
  }, 60_000);

  it('names an uncovered number of gaps.ndjson until it is covered, and what it could not read', async () => {
    const gap = {
      event: 'opened',
      run_id: run,
      account: 'twilio',
      phone_number: '+14155550112',
      at: '2026-11-21T14:30:20.000Z',
    };
    writeFileSync(file('gaps.ndjson'), `${JSON.stringify(gap)}\n`);
    rmSync(file('journal.db'));
    const refused = await place.run('runs', '--uncovered');
    expect(refused.code).toBe(9);
    const recovered = await recover();
    expect(recovered.code).toBe(9);
    expect(recovered.uncovered.map((one) => one.phone_number)).toEqual(['+14155550112']);
    await place.file(
      'cover.csv',
      `${HEADER}\n+14155550112,assign,City Desk,476 5th Ave,New York,NY,10018,US,`,
    );
    expect((await place.run('apply', 'cover.csv', '--yes', '--wait', '20s')).code).toBe(0);
    expect((await twilioNumbers(place)).get('+14155550112')?.emergency_address_status).toBe('registered');
    expect((await place.run('runs', '--uncovered')).code).toBe(0);
  }, 60_000);

  it('says what it could not know, and ends with 8', async () => {
    rmSync(file('journal.db'));
    writeFileSync(path.join(state, run, 'summary.json'), '{"run_id":');
    const { faults } = place.sandbox.standIns.find(({ account }) => account === 'twilio') ?? {};
    faults?.set([{ when: {}, do: 'status', status: 401, times: 1_000 }]);
    const recovered = await recover();
    expect(recovered.code).toBe(8);
    expect(recovered.not_known.map(({ subject }) => subject)).toEqual([run, 'twilio']);
    expect(recovered.former_journal).toContain('former-journal-');
  }, 60_000);

  it('names a migration and an export whose records are lost, and what continues the migration', async () => {
    const [migration, exported] = ['20261121-010101001-abcd', '20261121-010101002-abcd'];
    const sheets = {
      'new-account.csv': 'action,account\nassign,vonage\n',
      'old-account.csv': 'account\ntwilio\n',
    };
    for (const [id, files] of [
      [migration, sheets],
      [exported, { 'numbers.csv': 'phone_number\n' }],
    ] as const) {
      mkdirSync(file(id));
      for (const [name, content] of Object.entries(files)) writeFileSync(path.join(file(id), name), content);
    }
    rmSync(file('journal.db'));
    const recovered = await recover();
    expect(recovered).toMatchObject({ code: 8, runs_rebuilt: [run] });
    expect(recovered.not_known.map(({ subject }) => subject)).toEqual([migration, exported]);
    expect(recovered.not_known[0]?.sentence).toContain('Type: e911 migrate twilio vonage. It reads');
    expect((await place.run('runs', '--uncovered')).code).toBe(0);
    const undone = await place.run('undo', migration, '--yes');
    expect({ code: undone.code, err: undone.err }).toMatchObject({ code: 2 });
    expect(undone.err).toContain('[RUN_RECOVERED]');
    expect((await recover()).code).toBe(0);
  }, 60_000);

  it.skipIf(process.getuid?.() === 0)('refuses a journal that this user cannot read', async () => {
    chmodSync(state, 0o000);
    for (const command of [['runs', '--uncovered'], ['resume'], ['recover']]) {
      expect((await place.run(...command)).code).toBe(2);
    }
    chmodSync(state, 0o700);
  });
});
