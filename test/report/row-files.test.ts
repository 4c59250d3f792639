import { describe, expect, it } from 'vitest';
import type { RowOutcome } from '../../src/journal/records.ts';
import { errorsFile } from '../../src/report/errors-csv.ts';
import { reportSheet } from '../../src/report/report-sheet.ts';
import { resultsFile } from '../../src/report/results-csv.ts';
import { retryFile } from '../../src/report/retry-csv.ts';
import { RESULT_COLUMNS } from '../../src/sheet/columns/columns.ts';
import { mapHeader } from '../../src/sheet/columns/map-header.ts';
import { ended, HEADER, PLACE, problem, records, request, row, writtenOf } from './rows.ts';

const sheet = reportSheet('run-1', HEADER);

const FAILED = ended('failed', {
  stage: 'address',
  errorCode: 'PROVIDER_REFUSED',
  errorColumn: 'street',
  errorMessage: 'Twilio does not know this address.',
  hint: 'Check the street.',
  providerCode: '21628',
});

describe('results.csv', () => {
  it('writes rows that share an outcome as it writes rows with one of their own', async () => {
    const shared = ended('valid', { stage: 'validate', detail: 'a "mark"' });
    const approval = { by: 'Ann', at: '2026-11-27T00:00:00Z', note: '' };
    const requests = [
      request(),
      request({ phoneNumber: '+14155550199' }),
      request({ account: '=cmd' }),
      request({ phoneNumber: 'desk-1' }),
      request({ approval }),
      null,
    ];
    const rows = (outcomeOf: () => RowOutcome) =>
      requests.map((each, at) => row(at + 1, { request: each, outcome: outcomeOf() }));
    const text = await writtenOf(
      resultsFile(sheet),
      rows(() => shared),
    );
    expect(text).toBe(
      await writtenOf(
        resultsFile(sheet),
        rows(() => ({ ...shared })),
      ),
    );
  });

  it("holds every row once, in order, the user's cells first and the program's columns to the letter", async () => {
    const rows = [
      row(1, {
        outcome: ended('applied', { attempts: 2, uncoveredSeconds: 0, emergencyStatus: 'registered' }),
      }),
      row(2, { outcome: ended('needs_review', { suggested: PLACE, validation: 'near' }) }),
      row(3, { request: null, problems: [problem('ROW_STREET_MISSING'), problem('ROW_CITY_MISSING')] }),
      row(4, { request: request({ action: 'ignore' }) }),
      row(5),
    ];
    const text = await writtenOf(resultsFile(sheet), rows);
    expect(text.split('\n')[0]).toBe([...HEADER, ...RESULT_COLUMNS].map((name) => `"${name}"`).join(','));
    const [first, second, third, fourth, fifth] = records(text);
    expect(first).toMatchObject({
      Number: '+14155550101',
      ZIP: '02139',
      row: '2',
      result: 'applied',
      resolved_account: 'hq',
      e164: '+14155550101',
      attempts: '2',
      uncovered_seconds: '0',
      emergency_status: 'registered',
      run_id: 'run-1',
    });
    expect(second).toMatchObject({
      street: '1 A St',
      suggested_street: '645 HARRISON ST',
      suggested_unit: '',
    });
    expect(third).toMatchObject({
      result: 'failed',
      stage: 'validate',
      error_code: 'ROW_STREET_MISSING',
      error_column: 'street',
      detail: 'not sent: the row has 2 errors',
      resolved_account: '',
    });
    expect(fourth?.['result']).toBe('skipped');
    expect(fifth?.['result']).toBe('not_attempted');
  });

  it('keeps its shape over short and long rows', async () => {
    const rows = [row(1, { cells: ['+14155550101'] }), row(2, { cells: [...row(2).cells, 'too', 'many'] })];
    const text = await writtenOf(resultsFile(sheet), rows);
    expect(records(text).map((each) => each['row'])).toEqual(['2', '3']);
  });
});

describe('errors.csv', () => {
  it('says once for the sheet what stopped the run, and gives right rows no line', async () => {
    const stopped = reportSheet('run-1', HEADER, 'SHEET_INVALID');
    const outcome = ended('not_attempted', {
      errorCode: 'SHEET_INVALID',
      errorMessage: '2 of 3 rows have errors',
    });
    const rows = [row(1, { outcome }), row(2, { request: null, problems: [problem('ROW_CITY_MISSING')] })];
    const text = await writtenOf(errorsFile(stopped, [problem('SHEET_INVALID', { row: 0 })]), rows);
    expect(records(text).map(({ row: line, code }) => [line, code])).toEqual([
      ['0', 'SHEET_INVALID'],
      ['3', 'ROW_CITY_MISSING'],
    ]);
  });

  it('has a line per problem of a row and one for its failure, each with the number and reference as typed', async () => {
    const rows = [
      row(1, { request: null, problems: ['A', 'B', 'C'].map((code) => problem(`ROW_${code}`)) }),
      row(2, { problems: [problem('ROW_WARNING', { severity: 'warning' })], outcome: FAILED }),
      row(3, { outcome: ended('applied') }),
    ];
    const sheetProblem = problem('SHEET_COLUMN_UNKNOWN', {
      row: 0,
      column: 'Notes',
      value: 'Notes',
      severity: 'warning',
    });
    const text = await writtenOf(errorsFile(sheet, [sheetProblem]), rows);
    const lines = records(text);
    expect(lines.map((line) => [line['row'], line['severity'], line['code'], line['phone_number']])).toEqual([
      ['0', 'warning', 'SHEET_COLUMN_UNKNOWN', ''],
      ['2', 'error', 'ROW_A', '+14155550101'],
      ['2', 'error', 'ROW_B', '+14155550101'],
      ['2', 'error', 'ROW_C', '+14155550101'],
      ['3', 'warning', 'ROW_WARNING', '+14155550102'],
      ['3', 'error', 'PROVIDER_REFUSED', '+14155550102'],
    ]);
    expect(lines.at(-1)).toMatchObject({
      column: 'street',
      value: '1 A St',
      hint: 'Check the street.',
      reference: 'r2',
    });
  });

  it('says each thing once when the outcome repeats a problem of the row', async () => {
    const rows = [row(1, { problems: [problem('ROW_X')], outcome: ended('failed', { errorCode: 'ROW_X' }) })];
    expect(records(await writtenOf(errorsFile(sheet, []), rows))).toHaveLength(1);
  });
});

describe('retry.csv', () => {
  it('holds the rows that are not settled, their cells unchanged', async () => {
    const results = [
      'applied',
      'failed',
      'needs_review',
      'unchanged',
      'pending',
      'unknown',
      'not_attempted',
      'valid',
      'skipped',
      'would_apply',
      'undone',
    ] as const;
    const rows = results.map((result, index) =>
      row(index + 1, { outcome: ended(result, { suggested: PLACE }) }),
    );
    const read = records(await writtenOf(retryFile(sheet), rows));
    expect(read.map((line) => line['result'])).toEqual([
      'failed',
      'needs_review',
      'pending',
      'unknown',
      'not_attempted',
    ]);
    expect(read[1]).toMatchObject({ street: '1 A St', ZIP: '02139', suggested_street: '645 HARRISON ST' });
  });

  it("can be the next sheet: the reader takes the program's columns off again", async () => {
    for (const file of [retryFile(sheet), resultsFile(sheet)]) {
      const text = await writtenOf(file, [row(1, { outcome: FAILED })]);
      const header = Object.keys(records(text)[0] ?? {});
      expect(mapHeader(header, 1).names).toEqual(HEADER);
    }
  });
});
