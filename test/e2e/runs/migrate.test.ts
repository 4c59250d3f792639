import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify as csvText } from 'csv-stringify/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse as parseYaml, stringify } from 'yaml';
import { csv, type Ended, openPlace, type Place } from '../support/command.ts';

/** Covered at Vonage when the stand-in begins. */
const NUMBERS = ['+14155550100', '+14155550101', '+14155550102', '+14155550103'];
const [FIRST = '', SECOND = ''] = NUMBERS;

let place: Place;
beforeEach(async () => {
  place = await openPlace({ scale: 0 });
});
afterEach(() => place.close());

function standIn(account: string) {
  return place.sandbox.standIns.find((each) => each.account === account)?.standIn;
}

/** The changes at an account, as `associate +1415...`, in order. */
function changesAt(account: string): string[] {
  return (standIn(account)?.effects ?? []).map(({ kind, subject }) => `${kind} +${subject.replace('+', '')}`);
}

function changes(kind: string, numbers = NUMBERS): string[] {
  return numbers.map((number) => `${kind} ${number}`);
}

function migrate(...more: readonly string[]): Promise<Ended> {
  return place.run('migrate', 'vonage', 'sinch', '--where', 'emergency_state=covered', ...more);
}

interface Answer {
  readonly migration_id: string;
  readonly out_dir: string;
  readonly stayed: readonly { readonly phone_number: string; readonly why: string }[];
  readonly parts: readonly { readonly what: string; readonly run_id: string }[];
}

const answerOf = ({ out }: Ended): Answer => JSON.parse(out) as Answer;

describe('e911 migrate', () => {
  it('that fails names the same command again, with --keep-old: without it the numbers would be removed', async () => {
    const failed = await migrate('--keep-old', '--yes');
    expect(failed.code).not.toBe(0);
    expect(failed.out).toMatch(/next: .*e911 migrate vonage sinch .*--keep-old/);
    expect(changesAt('vonage')).toEqual([]);
  });

  it('covers at the new account, verifies, removes at the old one, and is undone as a whole', async () => {
    standIn('sinch')?.controls?.addNumbers(NUMBERS);
    const moved = await migrate('--yes');
    expect(moved, moved.err).toMatchObject({ code: 0 });
    expect(moved.out).toContain('Moved 4 numbers');
    expect(moved.out).toContain('columns that sinch cannot hold (filled rows): address_label (4)');
    expect(changesAt('sinch').sort()).toEqual(changes('associate'));
    expect(changesAt('vonage').sort()).toEqual(changes('disassociate'));

    const undone = await place.run('undo', '--yes');
    expect(undone, undone.err).toMatchObject({ code: 0 });
    expect(changesAt('vonage').slice(4).sort()).toEqual(changes('associate'));
    expect(changesAt('sinch').slice(4).sort()).toEqual(changes('disassociate'));
    const [vonage = [], sinch = []] = ['vonage', 'sinch'].map((name) => standIn(name)?.effects.slice(4));
    // Covered at the old account before the new one loses anything.
    expect(Math.max(...vonage.map(({ atMs }) => atMs))).toBeLessThan(
      Math.min(...sinch.map(({ atMs }) => atMs)),
    );
    const nothing = await place.run('undo', /migration (\S+)/.exec(moved.out)?.[1] ?? '', '--yes');
    expect(nothing, nothing.err).toMatchObject({ code: 0 });
    expect(nothing.out).toContain('Nothing to undo');
  });

  it('leaves at the old account what the new one does not have, says why, and moves it later', async () => {
    standIn('sinch')?.controls?.addNumbers(NUMBERS.slice(1));
    const moved = await migrate('--yes', '--json');
    expect(moved, moved.err).toMatchObject({ code: 1 });
    const { stayed, out_dir } = answerOf(moved);
    expect(stayed).toEqual([
      { phone_number: FIRST, why: expect.stringMatching(/not in this account.*port the number first/) },
    ]);
    expect(changesAt('vonage').sort()).toEqual(changes('disassociate', NUMBERS.slice(1)));
    const table = await csv(path.join(out_dir, 'migration.csv'));
    expect(table.map((row) => [row['phone_number'], row['old_result']])).toEqual(
      NUMBERS.map((number) => [number, number === FIRST ? 'kept' : 'removed']),
    );
    standIn('sinch')?.controls?.addNumbers([FIRST]);
    expect(await migrate('--yes')).toMatchObject({ code: 0 });
    expect(changesAt('sinch')).toHaveLength(4);
    expect(changesAt('vonage').at(-1)).toBe(`disassociate ${FIRST}`);
  });

  it('previews without a change, and with --keep-old stops before the removals', async () => {
    standIn('sinch')?.controls?.addNumbers(NUMBERS.slice(1));
    const preview = await migrate('--dry-run', '--json');
    expect(preview, preview.err).toMatchObject({ code: 1 });
    expect(answerOf(preview).stayed.map(({ phone_number }) => phone_number)).toEqual([FIRST]);
    expect(answerOf(preview).parts.map(({ what }) => what)).toContain('removal at vonage');
    expect(place.effects()).toEqual([]);
    const kept = await migrate('--keep-old', '--yes', '--where', `phone_number=${SECOND}`);
    expect(kept, kept.err).toMatchObject({ code: 0 });
    expect(changesAt('sinch')).toEqual(changes('associate', [SECOND]));
    expect(changesAt('vonage')).toEqual([]);
  });

  it('takes the choices that were made for its numbers, by the command that it names', async () => {
    standIn('sinch')?.controls?.addNumbers(NUMBERS);
    standIn('vonage')?.controls?.setSwitches({ addressCheck: 'accept' });
    await place.file(
      'elsewhere.csv',
      `phone_number,caller_name,street,city,region,postal_code,country
${SECOND},Example,9999 Nowhere Rd,San Francisco,CA,94105,US
`,
    );
    const covered = await place.run('apply', 'elsewhere.csv', '--account', 'vonage', '--yes', '--force');
    expect(covered, covered.err).toMatchObject({ code: 0 });
    const typed = ['--accept', 'formatting', '--max-replace', '100%', '--max-open', '3'];
    const moved = await migrate(...typed, '--yes');
    expect(moved, moved.err).toMatchObject({ code: 1 });
    expect(changesAt('sinch').sort()).toEqual(
      changes(
        'associate',
        NUMBERS.filter((number) => number !== SECOND),
      ),
    );
    const [, file = '', next = ''] =
      /next: put an x into take .* in (\S+), then: e911 (.*)/.exec(moved.out) ?? [];
    const where = '--where emergency_state=covered';
    expect(next).toBe(`migrate vonage sinch ${where} --choices ${file} ${typed.join(' ')}`);
    const lines = await csv(path.join(place.dir, file));
    expect(lines.every((line) => line['phone_number'] === SECOND)).toBe(true);
    const taken = lines.map((line, at) => (at === 0 ? { ...line, take: 'x' } : line));
    await place.file(file, csvText(taken, { header: true }));

    // The others have left the old account: its line in the sheet of the new one is another now.
    const chosen = await place.run(...next.split(' '), '--yes');
    expect(chosen, chosen.err).toMatchObject({ code: 0 });
    expect(chosen.out).not.toContain('next:');
    expect(changesAt('sinch').at(-1)).toBe(`associate ${SECOND}`);
    expect(standIn('sinch')?.effects.at(-1)?.detail).toContain(lines[0]?.['street']);
    expect(changesAt('vonage').at(-1)).toBe(`disassociate ${SECOND}`);
  });

  it('asks once and for both accounts; without an answer nothing is sent', async () => {
    standIn('sinch')?.controls?.addNumbers(NUMBERS);
    const refused = await migrate('--json');
    expect(refused).toMatchObject({ code: 4 });
    expect(place.effects()).toEqual([]);
  });

  it('keeps every number at the new account while the old one does not show it as covered', async () => {
    standIn('sinch')?.controls?.addNumbers(NUMBERS);
    const moved = answerOf(await migrate('--yes', '--json'));
    const assigning = moved.parts.find(({ what }) => what === 'addresses at sinch')?.run_id ?? '';
    const undone = await place.run('undo', assigning, '--yes', '--max-errors', '100%');
    expect(undone, undone.err).toMatchObject({ code: 1 });
    expect(undone.out).toContain('keeps its address here, because vonage does not show it as covered');
    expect(changesAt('sinch')).toEqual(expect.not.arrayContaining(changes('disassociate')));
    expect(changesAt('sinch')).toHaveLength(4);
  });

  it.each([
    [['vonage', 'vonage'], 'MIGRATION_SAME_ACCOUNT'],
    [['vonage', 'sinhc'], 'Did you mean'],
    [['vonage', 'also-vonage'], 'are the same account of the provider'],
    [['vonage', 'sinch', '--choices', 'nofile.csv'], 'SHEET_NOT_FOUND'],
  ])('refuses %s', async (accounts, words) => {
    const config = parseYaml(await readFile(path.join(place.dir, 'e911.config.yaml'), 'utf8')) as {
      accounts: Record<string, unknown>;
    };
    config.accounts['also-vonage'] = config.accounts['vonage'];
    await place.file('e911.config.yaml', stringify(config));
    const ended = await place.run('migrate', ...accounts, '--yes', '--where', `phone_number=${FIRST}`);
    expect(ended.code, ended.err).toBe(2);
    expect(ended.err).toContain(words);
    // Nothing was sent, so nothing waits to be resumed.
    expect((await place.run('resume')).out).toMatch(/every run is finished|^$/);
    expect(place.effects()).toEqual([]);
  });
});
