import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operationDigest } from '../../src/report/operation-digest.ts';
import { changeOf } from '../../src/report/operation-words.ts';
import { openOutFolder } from '../../src/report/out-folder.ts';
import { PLAN_COLUMNS, planFile } from '../../src/report/plan-csv.ts';
import { type PlanHead, readPlanJson, writePlanJson } from '../../src/report/plan-json.ts';
import { reportSheet } from '../../src/report/report-sheet.ts';
import { ended, HEADER, operation, PLACE, records, request, row, writtenOf } from './rows.ts';

const HEAD: PlanHead = {
  version: 1,
  run_id: 'run-1',
  made_at: '2026-01-01T00:00:00.000Z',
  sheet: { name: 'numbers.csv', sha256: 'ab' },
  header: HEADER,
  options: { accept: 'none' },
  accounts: [{ name: 'hq', account_key: 'twilio http://127.0.0.1:1 AC1' }],
  rows: 3,
  counts: { assign: 2 },
};
// A line separator inside an address must not end a line of the plan.
const OPERATIONS = [
  operation('op-000001'),
  operation('op-000002', {
    subject: { kind: 'number', phoneNumber: '+14155550101' },
    account: 'h\u2028q\u2029',
  }),
];
const replaced = operation('op-000003', {
  program: [
    {
      do: 'step',
      step: { kind: 'disassociate', phoneNumber: '+1', handle: 'PN1', tag: 'm' },
      opensGap: true,
    },
    ...operation('x').program,
  ],
  beforeAddress: {
    id: 'AD1',
    address: PLACE,
    callerName: 'Example',
    label: '',
    tag: '',
    emergencyEnabled: true,
    status: '',
    facts: {},
  },
  before: { ...stateBefore(), emergency: { ...stateBefore().emergency, state: 'covered', addressId: 'AD1' } },
});

function stateBefore() {
  const state = operation('x').before;
  if (state === null) throw new Error('the sample operation has a state');
  return state;
}

let folder: string;
let place: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plan-'));
  place = path.join(folder, 'plan.json');
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (operations = OPERATIONS) => writePlanJson(await openOutFolder(folder), HEAD, operations);

describe('plan.json', () => {
  it.each([0, 1, 2])('reads back as it was written, with %i operations, and is plain JSON', async (count) => {
    const { digest } = await write(OPERATIONS.slice(0, count));
    const plan = await readPlanJson(place);
    expect(plan).toMatchObject({ head: HEAD, digest, operationCount: count });
    const read = [];
    for await (const each of plan.operations()) read.push(each);
    expect(read.map((each) => each.operation_id)).toEqual(['op-000001', 'op-000002'].slice(0, count));
    expect(JSON.parse(await readFile(place, 'utf8'))).toEqual({
      ...HEAD,
      operations: read,
      operation_count: count,
      digest,
    });
  });

  it.each([
    ['a number', (text: string) => text.replace('+14155550101', '+14155550102')],
    ['an option', (text: string) => text.replace('"none"', '"all"')],
    ['a removed operation', (text: string) => text.replace(/^.*op-000001.*\n/m, '')],
    ['a new layout', (text: string) => JSON.stringify(JSON.parse(text), null, 2)],
  ])('refuses a plan with a change: %s', async (_what, change) => {
    await write();
    const text = await readFile(place, 'utf8');
    expect(change(text)).not.toBe(text);
    await writeFile(place, change(text));
    await expect(readPlanJson(place)).rejects.toMatchObject({ name: 'GuardError', code: 'PLAN_EDITED' });
  });

  it('refuses a plan cut off anywhere, and what is no plan', async () => {
    await write();
    const text = await readFile(place, 'utf8');
    for (let end = 0; end < text.length - 2; end += 37) {
      await writeFile(place, text.slice(0, end));
      await expect(readPlanJson(place)).rejects.toMatchObject({ code: 'PLAN_UNREADABLE' });
    }
    for (const other of ['{"a":1}', '[]', 'phone_number,street\n', 'null']) {
      await writeFile(place, other);
      await expect(readPlanJson(place)).rejects.toMatchObject({
        name: 'UsageError',
        code: 'PLAN_UNREADABLE',
      });
    }
    await expect(readPlanJson(folder)).rejects.toMatchObject({ code: 'PLAN_UNREADABLE' });
    // Opening a pipe would wait for a writer that never comes.
    const pipe = path.join(folder, 'pipe.json');
    execFileSync('mkfifo', [pipe]);
    await expect(readPlanJson(pipe)).rejects.toMatchObject({ code: 'PLAN_UNREADABLE' });
    await expect(readPlanJson(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'PLAN_UNREADABLE' });
  });
});

describe('the digest of an operation', () => {
  it('does not move with the run, but with what is sent and what it was planned from', () => {
    const base = operation('op-000001');
    const digest = operationDigest(base);
    expect(operationDigest({ ...base, operationId: 'op-000009', next: 1, phase: 'active' })).toBe(digest);
    expect(operationDigest({ ...base, before: { ...stateBefore(), facts: { date_updated: 'now' } } })).toBe(
      digest,
    );
    expect(operationDigest({ ...base, request: request({ callerName: 'Other' }) })).not.toBe(digest);
    expect(operationDigest(replaced)).not.toBe(digest);
    const moved = { ...stateBefore(), emergency: { ...stateBefore().emergency, addressId: 'AD9' } };
    expect(operationDigest({ ...base, before: moved })).not.toBe(digest);
  });
});

describe('plan.csv', () => {
  it('says per row what would be done, and counts the calls of an operation once', async () => {
    const known = new Map([...OPERATIONS, replaced].map((each) => [each.operationId, each]));
    const rows = [
      row(1, { operationId: 'op-000001', outcome: ended('would_apply') }),
      row(2, { operationId: 'op-000001', outcome: ended('would_apply') }),
      row(3, { operationId: 'op-000003', outcome: ended('would_apply', { addressAfter: '1 B ST' }) }),
      row(4, { outcome: ended('unchanged') }),
    ];
    const text = await writtenOf(
      planFile(reportSheet('run-1', HEADER), async ({ operationId }) => known.get(operationId) ?? null),
      rows,
    );
    const read = records(text);
    expect(Object.keys(read[0] ?? {})).toEqual([...PLAN_COLUMNS]);
    expect(
      read.map((line) => [line['phone_number'], line['changes'], line['calls'], line['opens_window']]),
    ).toEqual([
      ['+14155550101', 'assign', '1', 'no'],
      ['+14155550102', 'assign', '0', 'no'],
      ['+14155550103', 'replace', '2', 'yes'],
      ['+14155550104', 'none', '0', 'no'],
    ]);
    expect(read[2]).toMatchObject({
      address_before: '645 HARRISON ST, SAN FRANCISCO, CA 94105, US',
      address_after: '1 B ST',
    });
  });

  it('has a word for operations without an address of a number', () => {
    const only = (
      program: typeof replaced.program,
      action: 'enable' | 'add-address' | 'validate' | 'assign',
    ) => changeOf(operation('x', { program, request: request({ action }) }));
    const off = {
      do: 'step',
      step: { kind: 'switch-emergency', phoneNumber: '+1', handle: 'P', on: false },
    } as const;
    expect(only([off], 'enable')).toBe('disable');
    expect(only([], 'add-address')).toBe('add');
    expect(only([], 'validate')).toBe('check');
    expect(only([{ do: 'await', state: 'covered' }], 'assign')).toBe('wait');
  });
});
