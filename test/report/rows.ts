import { parse } from 'csv-parse/sync';
import { EMPTY_REQUEST } from '../../src/domain/request/empty-request.ts';
import type { Request } from '../../src/domain/request/request.ts';
import { cellProblem, type Problem } from '../../src/errors/problem.ts';
import type { OperationRecord, RowOutcome, RowRecord } from '../../src/journal/records.ts';
import { newOperation } from '../../src/plan/context/new-operation.ts';
import type { WriteText } from '../../src/report/out-folder.ts';
import { type RowFile, writeRowFiles } from '../../src/report/row-file.ts';

/** The header of the sheets in these tests; `Notes` is a column that the program does not know. */
export const HEADER = ['Number', 'action', 'reference', 'street', 'ZIP', 'Notes'];

export const PLACE = {
  street: '645 HARRISON ST',
  parts: null,
  unit: '',
  city: 'SAN FRANCISCO',
  region: 'CA',
  postalCode: '94105',
  country: 'US',
} as const;

export function request(facts: Partial<Request> = {}): Request {
  return {
    ...EMPTY_REQUEST,
    action: 'assign',
    account: 'hq',
    reference: 'r1',
    phoneNumber: '+14155550100',
    numberCountry: 'US',
    callerName: 'Example',
    address: PLACE,
    ...facts,
  };
}

export function row(position: number, facts: Partial<RowRecord> = {}): RowRecord {
  return {
    position,
    line: position + 1,
    cells: [
      `+1415555${String(100 + position).padStart(4, '0')}`,
      'assign',
      `r${position}`,
      '1 A St',
      '02139',
      '',
    ],
    request: request({ phoneNumber: `+1415555${String(100 + position).padStart(4, '0')}` }),
    problems: [],
    operationId: '',
    outcome: null,
    ...facts,
  };
}

export const ended = (result: RowOutcome['result'], facts: Partial<RowOutcome> = {}): RowOutcome => ({
  result,
  stage: 'verify',
  detail: '',
  ...facts,
});

export const problem = (code: string, facts: Partial<Problem> = {}): Problem =>
  cellProblem({
    row: 2,
    column: 'street',
    value: '1 A St',
    code,
    message: `${code}.`,
    hint: 'Mend it.',
    ...facts,
  });

export function operation(id: string, facts: Partial<OperationRecord> = {}): OperationRecord {
  const content = {
    address: PLACE,
    callerName: 'Example',
    label: '',
    addressKind: 'business',
    tag: 'e911r1',
  } as const;
  return {
    ...newOperation({ operationId: id, position: 1 }, request(), {
      kind: 'number',
      phoneNumber: '+14155550100',
    }),
    program: [
      {
        do: 'step',
        step: { kind: 'associate', phoneNumber: '+14155550100', handle: 'PN1', addressId: '', ...content },
        addressKey: 'k',
      },
      { do: 'await', state: 'covered' },
    ],
    before: {
      phoneNumber: '+14155550100',
      handle: 'PN1',
      country: 'US',
      voiceCapable: true,
      emergency: {
        state: 'missing',
        status: 'unregistered',
        addressId: '',
        address: null,
        callerName: null,
        switchedOn: false,
        failure: '',
      },
      settings: {},
      settingsPending: '',
      facts: {},
    },
    addressKey: 'k',
    handle: 'PN1',
    ...facts,
  };
}

/** What a report function writes, as one text. */
export async function written(produce: (write: WriteText) => Promise<unknown>): Promise<string> {
  let text = '';
  await produce(async (part) => {
    text += part;
  });
  return text;
}

/** The text of a file of rows. */
export async function writtenOf(file: RowFile, rows: readonly RowRecord[]): Promise<string> {
  let text = '';
  const target = {
    write: (part: string) => {
      text += part;
    },
    commit: () => ({ name: file.name, sha256: '', bytes: text.length }),
    abort: () => undefined,
  };
  await writeRowFiles({ startFile: () => target }, [file], rows, { bom: false });
  return text;
}

/** A CSV text as records by column name; equal names are refused. */
export function records(text: string): Record<string, string>[] {
  const [header = [], ...rest]: string[][] = parse(text, { bom: true });
  if (new Set(header).size !== header.length) throw new Error('two columns have one name');
  return rest.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
}
