import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openPlace, type Place } from '../support/command.ts';

const HEADER =
  'phone_number,action,account,reference,caller_name,street,unit,city,region,postal_code,country';
const CITY_HALL = 'City Desk,1 Dr Carlton B Goodlett Pl,,San Francisco,CA,94102,US';
/** Covered at the Twilio stand-in by another address when it begins: a change opens a gap. */
const REPLACED = '+14155550102';
const SHEET = [
  HEADER,
  `${REPLACED},assign,twilio,first,${CITY_HALL}`,
  `+14155550104,assign,twilio,second,${CITY_HALL}`,
  `+14155550104x,assign,twilio,third,${CITY_HALL}`,
  `+14155550110,assign,bandwidth,fourth,${CITY_HALL}`,
  '',
].join('\n');
const COVERED_AT_VONAGE = ['+14155550100', '+14155550101', '+14155550102', '+14155550103'];

type Line = Readonly<Record<string, unknown>>;

let place: Place;
let schema: z.ZodType;
beforeAll(async () => {
  place = await openPlace();
  await place.file('sheet.csv', SHEET);
  const { out } = await place.run('schema', 'events');
  schema = z.fromJSONSchema(JSON.parse(out));
});
afterAll(() => place.close());

/** The events of a command: each of them as the printed schema has it, `summary` last and only there, numbers as E.164. */
async function events(...words: readonly string[]): Promise<Line[]> {
  const { code, out, err } = await place.run(...words, '--events');
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  for (const line of lines) {
    expect(schema.safeParse(line).error, JSON.stringify(line)).toBeUndefined();
    if ('phone_number' in line) expect(line['phone_number']).toMatch(/^(\+[1-9]\d+)?$/);
  }
  expect(
    lines.filter(({ type }) => type === 'summary'),
    err,
  ).toEqual([lines.at(-1)]);
  expect(lines.at(-1)).toMatchObject({ exit_code: code });
  return lines;
}

const of = (lines: readonly Line[], type: string): Line[] => lines.filter((line) => line['type'] === type);
const rowsOf = (lines: readonly Line[]) =>
  of(lines, 'row').map(({ row, phone_number, result }) => [row, phone_number, result]);

describe('--events', () => {
  it('tells each row of a check and of a plan, and changes nothing', async () => {
    const checked = await events('validate', 'sheet.csv');
    expect(rowsOf(checked)).toEqual([
      [2, REPLACED, 'valid'],
      [3, '+14155550104', 'valid'],
      [4, '', 'failed'],
      [5, '+14155550110', 'valid'],
    ]);
    expect(of(checked, 'row')[2]).toMatchObject({ error_column: 'phone_number' });
    const planned = await events('plan', 'sheet.csv');
    expect(rowsOf(planned).map(([, , result]) => result)).toEqual([
      ...['would_apply', 'would_apply', 'failed', 'would_apply'],
    ]);
    expect(planned.at(-1)).toMatchObject({ summary: { command: 'plan', rows: 4 } });
    expect(place.effects()).toEqual([]);
  });

  it('asks nothing, and ends with the error in the summary', async () => {
    expect((await events('apply', 'sheet.csv')).at(-1)).toMatchObject({ exit_code: 4 });
    expect(await events('apply', 'missing.csv', '--yes')).toEqual([
      expect.objectContaining({ type: 'summary', exit_code: 2, error: expect.anything() }),
    ]);
    const { code, out } = await place.run('plan', 'sheet.csv', '--events', '--json');
    expect([code, JSON.parse(out)]).toMatchObject([2, { type: 'summary', exit_code: 2 }]);
    expect(place.effects()).toEqual([]);
  });

  it('tells what changes as it changes: gaps, changes, rows, in their order; also of what is resumed and undone', async () => {
    const twilio = place.sandbox.standIns.find(({ account }) => account === 'twilio')?.standIn.controls;
    twilio?.setSwitches({ registrationDelayMs: 1_500 });
    const begun = await events('apply', 'sheet.csv', '--yes', '--force', '--wait', '0s');
    expect(begun.at(-1)).toMatchObject({ exit_code: 9, uncovered: [{ phone_number: REPLACED }] });
    const lines = await events('resume', '--wait', '1m');
    expect(of(lines, 'run-started')).toMatchObject([{ command: 'apply', resumed: true }]);
    expect(rowsOf(lines)).toEqual([
      [2, REPLACED, 'applied'],
      [3, '+14155550104', 'applied'],
      [4, '', 'failed'],
      [5, '+14155550110', 'applied'],
    ]);
    const typesOf = (told: readonly Line[]) =>
      told.filter((line) => line['phone_number'] === REPLACED).map(({ type }) => type);
    expect(typesOf(begun)).toEqual(['gap-opened', 'change', 'row']);
    expect(typesOf(lines)).toEqual(['gap-opened', 'gap-closed', 'change', 'row']);
    twilio?.setSwitches({ registrationDelayMs: 0 });
    expect(of(await events('verify'), 'row')).toHaveLength(4);
    const undone = await events('undo', '--yes', '--force');
    expect(rowsOf(undone)[0]).toEqual([2, REPLACED, 'undone']);
    expect(of(undone, 'gap-opened')).toMatchObject([{ phone_number: REPLACED, account: 'twilio' }]);
    expect(of(undone, 'gap-closed')).toMatchObject([{ phone_number: REPLACED, account: 'twilio' }]);
  });

  it('tells the runs of a migration, and the findings of an export', async () => {
    place.sandbox.standIns
      .find(({ account }) => account === 'sinch')
      ?.standIn.controls?.addNumbers(COVERED_AT_VONAGE);
    const moved = await events('migrate', 'vonage', 'sinch', '--where', 'emergency_state=covered', '--yes');
    const started = of(moved, 'run-started');
    expect(started.map(({ command }) => command)).toEqual(['apply', 'verify', 'apply']);
    expect(of(moved, 'run-ended').map(({ run_id }) => run_id)).toEqual(started.map(({ run_id }) => run_id));
    expect(of(moved, 'change').map(({ action }) => action)).toEqual([
      ...COVERED_AT_VONAGE.map(() => 'assign'),
      ...COVERED_AT_VONAGE.map(() => 'remove'),
    ]);
    expect(moved.at(-1)).toMatchObject({ numbers: 4, removed: 4 });
    const exported = await events('export', '--account', 'vonage', '--compliance');
    expect(of(exported, 'finding')[0]).toMatchObject({ account: 'vonage', codes: expect.any(Array) });
    expect(exported.at(-1)).toMatchObject({ kind: 'numbers', complete: true });
  });
});
