import { channel } from 'node:diagnostics_channel';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACTIONS } from '../../../src/domain/request/request.ts';
import { KEY_COLUMNS } from '../../../src/domain/request/request-columns.ts';
import { definitions } from '../../../src/providers/registry.ts';
import { CANONICAL_COLUMNS, type ColumnTarget, PIECE_COLUMNS } from '../../../src/sheet/columns/columns.ts';
import { COLUMN_VALUES } from '../../sheet/rows/column-values.ts';
import { numbersOf, paceAccounts } from '../accounts.ts';
import { newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const FAST = { requests_per_second: 200, burst: 50, concurrency: 8 };
const ACCOUNTS = ['twilio', 'vonage', 'sinch', 'bandwidth', 'bandwidth-orders'] as const;
type Account = (typeof ACCOUNTS)[number];

/** The ways to write an address, one of them for each row; the program refuses two that do not say the same. */
const PLACE = ['city', 'region', 'postal_code'] as const;
const ADDRESS_FORMS: readonly (readonly ColumnTarget[])[] = [
  [],
  ['street', ...PLACE],
  [
    'house_number',
    'house_suffix',
    'pre_directional',
    'street_name',
    'street_suffix',
    'post_directional',
    ...PLACE,
  ],
  ['street', ...PLACE, 'plus_four'],
  ['house_number', 'street_name', ...PLACE],
  ['house_prefix', 'house_number', 'street_name', ...PLACE],
  ['full_address'],
];
const IN_ADDRESS: ReadonlySet<ColumnTarget> = new Set(ADDRESS_FORMS.flat());
const UNIT_PAIR = ['unit_type', 'unit_number'] as const;
/** What says the number, and so is the same in every row. */
const OF_NUMBER: ReadonlySet<ColumnTarget> = new Set(['area_code', 'exchange', 'line_number']);
// Where the number is owned already, there is nothing to acquire. `country` goes with a number as well.
const KEYS: ReadonlySet<string> = new Set([...KEY_COLUMNS, 'acquire']);
const isFree = (column: ColumnTarget): boolean =>
  !IN_ADDRESS.has(column) &&
  !OF_NUMBER.has(column) &&
  !KEYS.has(column) &&
  !UNIT_PAIR.some((it) => it === column);
const UNITS = PIECE_COLUMNS.filter(isFree);
const OTHERS: readonly ColumnTarget[] = [...CANONICAL_COLUMNS.filter(isFree), 'acquire', 'endpoint_id'];
const WRITES_ADDRESS: ReadonlySet<string> = new Set([
  'assign',
  'add-address',
  'update-address',
  'validate',
  'buy',
  'update',
]);
const HEADER: readonly ColumnTarget[] = [...CANONICAL_COLUMNS, ...PIECE_COLUMNS];
const isPiece = (column: ColumnTarget): boolean => PIECE_COLUMNS.some((piece) => piece === column);

/** The column under which a problem of a piece is named. */
function targetOf(column: ColumnTarget): ColumnTarget {
  if (column === 'house_prefix') return 'house_number';
  if (column === 'full_address') return 'street';
  return isPiece(column) ? 'unit' : column;
}

interface Drawn {
  readonly action: string;
  readonly account: Account;
  readonly columns: readonly ColumnTarget[];
}

/** Each action that a provider has, with the columns that it writes or compares there. */
const TRIED = definitions.flatMap(({ capabilities }, at) =>
  ACTIONS.filter((action) => action !== 'ignore' && capabilities.actions.includes(action)).map((action) => ({
    action,
    account: ACCOUNTS[at] ?? 'twilio',
    consumed: new Set<string>(capabilities.consumes[action] ?? []),
  })),
);

/** Mostly columns that the action has a use for, and one that it may not: rows of many strangers are all refused. */
const DRAWN: fc.Arbitrary<Drawn> = fc
  .constantFrom(...TRIED)
  .chain(({ action, account, consumed }) =>
    fc
      .tuple(
        consumed.has('street') ? fc.constantFrom(...ADDRESS_FORMS) : fc.constant([]),
        consumed.has('unit') ? fc.subarray([...UNITS], { maxLength: 2 }) : fc.constant([]),
        fc.constantFrom<readonly ColumnTarget[]>([], [], consumed.has('unit') ? UNIT_PAIR : []),
        fc.subarray(OTHERS.filter((column) => consumed.has(column))),
        fc.subarray([...OTHERS, ...UNITS], { maxLength: 1 }),
      )
      .map((groups) => ({ action, account, columns: [...new Set(groups.flat())] })),
  );

/** Letters and digits alone, so that encodings and punctuation do not matter. */
const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Whether all words of a value were sent: carriers take a street in pieces. */
const isSent = (value: string, wire: string): boolean =>
  value.split(' ').every((word) => wire.includes(bare(word)));

/** All that this process sent by HTTP while `work` ran. */
async function wireOf(work: () => Promise<void>): Promise<string> {
  const sent: string[] = [];
  const onCreate = (message: unknown): void => {
    sent.push(decodeURIComponent((message as { request: { path: string } }).request.path));
  };
  const onChunk = (message: unknown): void => {
    const text = Buffer.from((message as { chunk: string | Uint8Array }).chunk as Uint8Array).toString(
      'utf8',
    );
    sent.push(text, decoded(text));
  };
  channel('undici:request:create').subscribe(onCreate);
  channel('undici:request:bodyChunkSent').subscribe(onChunk);
  try {
    await work();
  } finally {
    channel('undici:request:create').unsubscribe(onCreate);
    channel('undici:request:bodyChunkSent').unsubscribe(onChunk);
  }
  return bare(sent.join('\n'));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '';
  }
}

describe('every filled cell of a row that is not refused', () => {
  let place: Place;
  let numbers: Map<Account, string[]>;
  beforeEach(async () => {
    place = await openPlace();
    await paceAccounts(place, Object.fromEntries(ACCOUNTS.map((account) => [account, FAST])));
    numbers = new Map();
    // Bandwidth lists no numbers of an account: any number of the country can be given an endpoint or an order.
    for (const account of ['twilio', 'vonage', 'sinch'] as const) {
      const known = [...(await numbersOf(place, account)).keys()];
      numbers.set(
        account,
        known.filter((number) => /^\+1\d{10}$/.test(number)),
      );
    }
  });
  afterEach(() => place.close());

  /** Applies one row and says which of its cells were neither sent nor named. */
  async function lostCells({ action, account, columns }: Drawn, step: number): Promise<string[]> {
    const owned = numbers.get(account) ?? [];
    const number = owned[step % Math.max(1, owned.length)] ?? '+14155550100';
    const cells: Partial<Record<ColumnTarget, string>> = {
      action,
      account,
      country: 'US',
      // An error in this row, and so the row would show nothing.
      phone_number: action === 'add-address' ? '' : number,
    };
    for (const column of columns) cells[column] = COLUMN_VALUES[column];
    const line = HEADER.map((column) => JSON.stringify(cells[column] ?? '')).join(',');
    await place.file('row.csv', `${HEADER.join(',')}\n${line}\n`);
    let said: unknown;
    const wire = await wireOf(async () => {
      said = await place.run(
        'apply',
        'row.csv',
        '--yes',
        '--force',
        '--max-errors',
        '100%',
        '--accept',
        'all',
        '--wait',
        '2s',
      );
    });
    const [row] = await newestResults(place).catch(() => {
      throw new Error(JSON.stringify(said));
    });
    const result = row?.['result'] ?? '';
    const errors = parse(await readFile(path.join(await newestRun(place), 'errors.csv'), 'utf8'), {
      columns: true,
    }) as Record<string, string>[];
    if (['failed', 'not_attempted', 'skipped', 'unknown', 'pending'].includes(result)) {
      // Nothing of such a row is said to be done; why not is in errors.csv or beside the result.
      return errors.length > 0 || row?.['detail'] !== '' ? [] : ['(refused without a reason)'];
    }
    const named = new Set(errors.filter((error) => error['row'] === '2').map((error) => error['column']));
    const isSeen = (column: ColumnTarget): boolean => {
      const value = COLUMN_VALUES[column];
      if (isSent(value, wire)) return true;
      if (action === 'delete-address' && column === 'address_id') return true;
      if (action === 'add-recipient' && result === 'unchanged') return true;
      // An address that is there already was compared, and the result shows it; the ZIP+4 of a place does not count.
      const after = bare(row?.['address_after'] ?? '');
      const isOfAddress = IN_ADDRESS.has(column) || column === 'unit' || isPiece(column);
      const isCompared = WRITES_ADDRESS.has(action) && after !== '';
      if (isOfAddress && isCompared) return column === 'plus_four' || isSent(value, after);
      return column === 'caller_name' && isCompared && ['unchanged', 'valid', 'applied'].includes(result);
    };
    return columns.filter(
      (column) => !KEYS.has(column) && !named.has(column) && !named.has(targetOf(column)) && !isSeen(column),
    );
  }

  it('is sent or named, whatever the action, the account and the columns', { timeout: 600_000 }, async () => {
    let step = 0;
    await fc.assert(
      fc.asyncProperty(DRAWN, async (drawn) => {
        expect(await lostCells(drawn, step++), JSON.stringify(drawn)).toEqual([]);
      }),
      { numRuns: process.env['E911_TESTS'] === 'all' ? 300 : 30, endOnFailure: true },
    );
  });

  it('is said of every column of a sheet', () => {
    const drawn = new Set<string>([
      ...IN_ADDRESS,
      ...UNITS,
      ...UNIT_PAIR,
      ...OTHERS,
      ...KEYS,
      ...OF_NUMBER,
      'unit',
    ]);
    expect(HEADER.filter((column) => !drawn.has(column))).toEqual([]);
  });

  it.each(
    ACCOUNTS.flatMap((account) =>
      ['assign', 'remove', 'validate', 'update', 'buy'].map((action) => [account, action] as const),
    ),
  )('with all columns at %s and action %s', async (account, action) => {
    const columns = [
      'street',
      'unit',
      ...PLACE,
      ...OTHERS.filter((column) => column !== 'address_id'),
    ] as const;
    expect(await lostCells({ action, account, columns }, 3)).toEqual([]);
  });
});
