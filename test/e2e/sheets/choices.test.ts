import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWorkbook } from '../../../src/report/xlsx/text-sheet.ts';
import { effectsOf, standInOf } from '../accounts.ts';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const SHEET = `phone_number,caller_name,street,unit,city,region,postal_code,country
+14045550100,Example,9999 Nowhere Rd,,San Francisco,CA,94105,US
+14165550100,Example,9999 Nowhere Rd,STE 5,San Francisco,CA,94105,US
+14045550101,Example,645 Harrison St,,San Francisco,CA,94105,US
`;
const SINCH = ['--account', 'sinch', '--yes', '--max-errors', '100%'];
type Line = Record<string, string>;

describe('several addresses that a provider offers', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace({ scale: 0 });
    await place.file('numbers.csv', SHEET);
  });
  afterEach(() => place.close());

  const run = (command: string, ...args: string[]) => place.run(command, 'numbers.csv', ...SINCH, ...args);
  const fileOf = async (name: string) => path.join(await newestRun(place), name);
  /** Plans, and returns what is offered. */
  async function offered(): Promise<Line[]> {
    await run('plan');
    return csv(await fileOf('choices.csv'));
  }
  const taking = (lines: readonly Line[], street: string, row: string): Line[] =>
    lines.map((line) => (line['row'] === row && line['street'] === street ? { ...line, take: 'x' } : line));
  const write = (lines: readonly Line[], delimiter = ',') =>
    place.file('choices.csv', stringify([...lines], { header: true, delimiter }));
  const provisioned = () =>
    effectsOf(place, 'sinch').map(({ kind, subject, detail }) => `${kind} ${subject} ${detail}`);

  it('are lines of choices.csv; the ones with an x are planned, applied, verified, and remembered', async () => {
    const planned = await run('plan');
    expect(planned.out).toMatch(
      /^next: e911 review \S+\n {2}or: leave .*plan\.json.*\n {2}or: put an x .* then: e911 plan numbers\.csv --choices \S+choices\.csv/m,
    );
    const lines = await csv(await fileOf('choices.csv'));
    expect(lines.map(({ row, candidate }) => `${row}:${candidate}`)).toEqual([
      ...['2:1', '2:2', '2:3', '2:4'],
      ...['3:1', '3:2', '3:3', '3:4'],
    ]);
    // Excel in a country with decimal commas; each row its own choice of the same words.
    await write(taking(taking(lines, '151 3RD ST', '2'), '100 LARKIN ST', '3'), ';');
    const chosen = await run('plan', '--choices', 'choices.csv');
    expect(chosen.code).toBe(0);
    expect(await readFile(await fileOf('errors.csv'), 'utf8')).toContain('ROW_CHOICE_WITHOUT_UNIT');
    await place.run('apply', await fileOf('plan.json'), '--yes');
    expect((await newestResults(place)).map((row) => [row['result'], row['address_after']])).toEqual([
      ['applied', '151 3RD ST, SAN FRANCISCO, CA 94103, US'],
      ['applied', '100 LARKIN ST, SAN FRANCISCO, CA 94102, US'],
      ['applied', '645 Harrison St, San Francisco, CA 94105, US'],
    ]);
    const before = provisioned();
    expect((await run('apply')).code).toBe(0);
    expect((await run('apply', '--choices', 'choices.csv')).code).toBe(0);
    expect((await run('verify')).code).toBe(0);
    expect(provisioned()).toEqual(before);
  });

  it('is what a recovered journal expects, or the row is left out and that is said', async () => {
    await write(taking(taking(await offered(), '151 3RD ST', '2'), '100 LARKIN ST', '3'));
    await run('apply', '--choices', 'choices.csv');
    const id = path.basename(await newestRun(place));
    const recovered = async () => {
      for (const name of ['journal.db', 'journal.seal']) await rm(path.join(place.dir, 'e911-runs', name));
      return JSON.parse((await place.run('recover', '--json')).out) as { not_known: { sentence: string }[] };
    };
    expect((await recovered()).not_known).toEqual([]);
    const verify = async (out: string) => {
      const verified = await place.run('verify', id, '--out', path.join(place.dir, out));
      expect(verified.code, verified.out).toBe(0);
      return csv(path.join(place.dir, out, 'results.csv'));
    };
    expect((await verify('chosen')).map((row) => row['address_before'])).toEqual([
      '151 3RD ST, SAN FRANCISCO, CA 94103, US',
      '100 LARKIN ST, SAN FRANCISCO, CA 94102, US',
      '645 Harrison St, San Francisco, CA 94105, US',
    ]);

    const results = path.join(place.dir, 'e911-runs', id, 'results.csv');
    await writeFile(
      results,
      (await readFile(results, 'utf8')).replace('151 3RD ST, SAN', 'THE BLUE DOOR, SAN'),
    );
    const [said] = (await recovered()).not_known;
    expect(said?.sentence).toContain('1 row got another address than the sheet names');
    expect((await verify('unread')).map((row) => row['result'])).toEqual([
      'skipped',
      'unchanged',
      'unchanged',
    ]);
  });

  it('is chosen for one number, not for the next one with the same words', async () => {
    await write(taking(await offered(), '151 3RD ST', '2'));
    const applied = await run('apply', '--choices', 'choices.csv');
    expect(applied.out).toContain('next: put an x into take');
    expect(applied.out.match(/--choices/g)).toHaveLength(1);
    expect((await newestResults(place)).map((row) => row['result'])).toEqual([
      'applied',
      'failed',
      'applied',
    ]);
    expect((await csv(await fileOf('choices.csv'))).every(({ row }) => row === '3')).toBe(true);
  });

  it('may be saved as a workbook', async () => {
    const [first = {}, ...rest] = taking(await offered(), '151 3RD ST', '2');
    const header = Object.keys(first);
    const rows = [first, ...rest].map((line) => header.map((name) => line[name] ?? ''));
    await place.file('choices.xlsx', Buffer.from(await writeWorkbook([{ name: 'choices', header, rows }])));
    await place.run('apply', 'numbers.csv', ...SINCH, '--choices', 'choices.xlsx');
    expect((await newestResults(place))[0]).toMatchObject({ result: 'applied' });
  });

  it('are refused before anything is sent when the file says something else than was offered', async () => {
    const lines = await offered();
    const [first = {}] = lines;
    const cases: readonly (readonly [string, readonly Line[]])[] = [
      ['CHOICES_NONE_TAKEN', lines],
      ['CHOICES_TWO_TAKEN', lines.map((line) => ({ ...line, take: 'X' }))],
      ['CHOICES_UNREADABLE', [{ ...first, take: 'perhaps' }]],
      ['CHOICES_UNREADABLE', [{ ...first, take: 'x', row: 'two' }]],
      ['CHOICES_UNREADABLE', [{ take: 'x', street: first['street'] ?? '' }]],
      ['CHOICE_NOT_OFFERED', [{ ...first, take: 'x', street: '646 HARRISON ST' }]],
      ['CHOICE_NOT_OFFERED', [{ ...first, take: 'x', candidate: '9' }]],
      ['CHOICE_NOT_OFFERED', [{ ...first, take: 'x', row: '4' }]],
      ['CHOICES_RUN_UNKNOWN', [{ ...first, take: 'x', run_id: '20200101-0' }]],
    ];
    for (const [code, given] of cases) {
      await write(given);
      const ended = await run('apply', '--choices', 'choices.csv');
      expect([ended.code, ended.err.match(/\[(\w+)\]/)?.[1]]).toEqual([2, code]);
    }
    const ofPlan = await place.run('apply', await fileOf('plan.json'), '--yes', '--choices', 'choices.csv');
    expect(ofPlan.err).toContain('PLAN_OPTION_UNFIT');
    expect(provisioned()).toEqual([]);
  });

  it('belong to the rows that they were offered to', async () => {
    await write(taking(await offered(), '151 3RD ST', '2'));
    const [header, , , last] = SHEET.split('\n');
    const others = [
      SHEET.replace('9999 Nowhere', '9998 Nowhere'),
      SHEET.replace('+14045550100', '+14045550109'),
      `${header}\n${last}\n`,
      `${header}\n`.concat(...['', '', ''].map(() => `${last}\n`)),
    ];
    for (const sheet of others) {
      await place.file('numbers.csv', sheet);
      const ended = await run('apply', '--choices', 'choices.csv');
      expect([ended.code, ended.err.match(/\[(\w+)\]/)?.[1]]).toEqual([2, 'CHOICES_OTHER_SHEET']);
    }
    // What is corrected in other rows makes no difference.
    await place.file('numbers.csv', SHEET.replace('645 Harrison', '1 Dr Carlton B Goodlett'));
    expect((await run('plan', '--choices', 'choices.csv')).code).toBe(1);
  });

  it('fails its row when the provider does not find the chosen address any more', async () => {
    await write(taking(await offered(), '151 3RD ST', '2'));
    standInOf(place, 'sinch').standIn.controls?.setSwitches({ validation: 'none' });
    await run('apply', '--choices', 'choices.csv');
    const [row] = await newestResults(place);
    expect(row).toMatchObject({ result: 'failed', error_code: 'CHOICE_NOT_OFFERED' });
    expect(row?.['error_message']).toContain('151 3RD ST');
  });

  it('is a suggestion and no choice when there is one', async () => {
    standInOf(place, 'sinch').standIn.controls?.setSwitches({ candidates: 1 });
    const { out } = await run('plan');
    expect(out).not.toContain('choices.csv');
    expect((await newestResults(place))[0]).toMatchObject({ suggested_street: '645 HARRISON ST' });
  });
});
