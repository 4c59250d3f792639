import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import { expect, it } from 'vitest';
import type { Evidence, LeftFile, NotedRead } from './evidence.ts';
import { violations } from './invariants.ts';
import type { NumberView, Snapshot } from './snapshot.ts';
import { requestOf } from './world/requests.ts';
import { changeSheet } from './world/sheet.ts';

const sheet = changeSheet();
const [asked] = sheet;
if (!asked) throw new Error('the sheet is empty');
const phone = asked.phone_number;
const request = requestOf(asked);
const place = request.kind === 'assign' ? request.place : '';
const callerName = asked.caller_name;
const account = 'twilio';
const old = { account, place: '645 HARRISON ST|STE 200|SAN FRANCISCO|CA|94105', callerName: 'Harbor Dental' };

function snapshot(addressId: string, addresses: Snapshot['addresses']): Snapshot {
  const held = addresses.get(addressId);
  const view: NumberView = {
    covered: held !== undefined,
    place: held?.place ?? '',
    callerName: held?.callerName ?? '',
    addressId,
    label: '',
    records: 1,
  };
  return { numbers: new Map([[phone, view]]), addresses };
}

const before = snapshot('AD1', new Map([['AD1', old]]));
const after = snapshot(
  'AD2',
  new Map([
    ['AD1', old],
    ['AD2', { account, place, callerName }],
  ]),
);

const present = after.numbers.get(phone);
if (!present) throw new Error('the number is not there');

function filesOf(result: string, rows = 1, mode = 0o600): LeftFile[] {
  const answers = sheet.slice(0, rows).map((row) => ({ ...row, row: '2', result }));
  const csv = Buffer.from(
    stringify(answers, { header: true, columns: [...Object.keys(asked ?? {}), 'row', 'result'] }),
  );
  const empty = Buffer.from('row,column\n');
  const files = [
    { name: 'results.csv', sha256: createHash('sha256').update(csv).digest('hex') },
    { name: 'errors.csv', sha256: createHash('sha256').update(empty).digest('hex') },
  ];
  const summary = { rows, results: { [result]: rows }, exit_code: 0, files };
  return [
    { name: 'run/results.csv', mode, bytes: csv },
    { name: 'run/errors.csv', mode: 0o600, bytes: empty },
    { name: 'run/retry.csv', mode: 0o600, bytes: empty },
    { name: 'run/summary.json', mode: 0o600, bytes: Buffer.from(JSON.stringify(summary)) },
  ];
}

const effect = (kind: string, subject: string, detail: string) => ({ atMs: 0, kind, subject, detail });
const good: Evidence = {
  sheet,
  requests: sheet.map(requestOf),
  before,
  after,
  undisturbed: after,
  effects: [
    effect('create-address', 'AD2', ''),
    effect('disassociate', phone, 'AD1'),
    effect('associate', phone, 'AD2'),
  ],
  outFolder: 'run',
  files: filesOf('applied'),
  exitCode: 0,
  said: [''],
  secrets: ['hush'],
  mayDelete: new Set(),
  mayRepeat: new Set(),
  reads: null,
  listsHide: false,
  maxOpen: 2,
};
/** The association once more, 20 s later, and the reads of the number before it and between. */
const repeated = { ...effect('associate', phone, 'AD2'), atMs: 20_000 };
const named = new Set([phone.slice(-10)]);
const READ: NotedRead = { atMs: -1_000, path: '/numbers/PN1', named };
const unanswered: NotedRead = { ...READ, atMs: 5_000, named: null };
const twice: NumberView = { ...present, records: 2 };
const uncovered = snapshot('', after.addresses);

it('finds nothing in a good history', () => {
  expect(violations(good)).toEqual([]);
});

it('lets an association be repeated that no answered read could show', () => {
  const effects = [...good.effects, repeated];
  expect(violations({ ...good, effects, reads: [READ, unanswered] })).toEqual([]);
});

it.each<[string, string, Partial<Evidence>]>([
  ['a row without a result', 'I1', { files: filesOf('applied', 0) }],
  ['a result that nobody knows', 'I1', { files: filesOf('done') }],
  [
    'an address that is there twice',
    'I2',
    {
      after: { ...after, addresses: new Map([...after.addresses, ['AD3', { account, place, callerName }]]) },
    },
  ],
  ['a number with two records', 'I2', { after: { ...after, numbers: new Map([[phone, twice]]) } }],
  [
    'a number with two records in a row that says that it is done',
    'I2',
    { listsHide: true, after: { ...after, numbers: new Map([[phone, twice]]) } },
  ],
  ['a write that was repeated', 'I2', { effects: [...good.effects, effect('associate', phone, 'AD2')] }],
  [
    'one that was repeated without a look at the number',
    'I2',
    { effects: [...good.effects, repeated], reads: [READ] },
  ],
  [
    'one that was repeated after a read had shown it',
    'I2',
    { effects: [...good.effects, repeated], reads: [READ, unanswered, { ...READ, atMs: 9_000 }] },
  ],
  ['a number that is uncovered', 'I3', { after: uncovered }],
  ['too many open gaps', 'I3', { maxOpen: 0 }],
  ['a gap before its new address', 'I3', { effects: good.effects.slice(1) }],
  ['a write for a row that asks for nothing', 'I11', { requests: [{ kind: 'nothing' }] }],
  ['an applied row that is not so', 'I4', { after: before }],
  ['a failed row that was changed', 'I4', { files: filesOf('failed') }],
  ['a file for everybody', 'I7', { files: filesOf('applied', 1, 0o644) }],
  ['a secret in the output', 'I7', { said: ['token hush'] }],
  ['another end than undisturbed', 'I9', { undisturbed: before }],
  ['a number that is there undisturbed', 'I9', { after: { ...after, numbers: new Map() } }],
  [
    'a result file that was changed',
    'I10',
    { files: [...filesOf('unchanged').slice(0, 1), ...good.files.slice(1)] },
  ],
  [
    'a foreign address that is gone',
    'I11',
    { after: { ...after, addresses: new Map([...after.addresses].slice(1)) } },
  ],
  ['no end', 'I12', { outFolder: null }],
  ['an exit code that the files do not name', 'I13', { exitCode: 1 }],
])('finds %s', (_name, invariant, change) => {
  expect(violations({ ...good, ...change }).map((each) => each.invariant)).toContain(invariant);
});
