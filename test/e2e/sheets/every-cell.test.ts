import { channel } from 'node:diagnostics_channel';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACTIONS } from '../../../src/domain/request/request.ts';
import { KEY_COLUMNS } from '../../../src/domain/request/request-columns.ts';
import { CANONICAL_COLUMNS, type CanonicalColumn } from '../../../src/sheet/columns/columns.ts';
import { numbersOf, paceAccounts } from '../accounts.ts';
import { newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const FAST = { requests_per_second: 200, burst: 50, concurrency: 8 };
const ACCOUNTS = ['twilio', 'vonage', 'sinch', 'bandwidth', 'bandwidth-orders'] as const;
type Account = (typeof ACCOUNTS)[number];

/** A value of each column that passes the offline checks; none of them is what a seeded number has. */
const VALUES: Partial<Record<CanonicalColumn, string>> = {
  acquire: 'buy',
  caller_name: 'Zephyr Quilts',
  street: '900 Main Campus Dr',
  unit: 'STE 717',
  city: 'Raleigh',
  region: 'NC',
  postal_code: '27606',
  address_kind: 'residential',
  address_label: 'Zebra',
  address_id: 'AD0123456789abcdef0123456789abcdef',
  number_type: 'landline',
  features: 'SMS,MMS',
  display_name: 'Quince desk',
  app_id: 'app-zq1',
  inbound_sms_url: 'https://example.com/zq-in',
  smpp_system_type: 'zqtype',
  voice_target_type: 'sip',
  voice_target: 'sip:zq@example.com',
  voice_status_url: 'https://example.com/zq-status',
  sms_service_plan_id: 'plan-zq',
  sms_campaign_id: 'campaign-zq',
  voice_type: 'EST',
  voice_app_id: 'trunk-zq',
  callback_url: 'https://example.com/zq-callback',
  subaccount_key: 'zqsubkey',
  recipient_email: 'zq@example.com',
  recipient_phone: '+12065550123',
  recipient_description: 'Quail',
};
const ADDRESS = ['street', 'unit', 'city', 'region', 'postal_code'] as const;
const OTHERS = (Object.keys(VALUES) as CanonicalColumn[]).filter(
  (column) => !(ADDRESS as readonly string[]).includes(column),
);
const WRITES_ADDRESS: ReadonlySet<string> = new Set(['assign', 'add-address', 'validate']);
// Where the number is owned already, there is nothing to acquire.
const KEYS: ReadonlySet<string> = new Set([...KEY_COLUMNS, 'acquire']);

interface Drawn {
  readonly action: string;
  readonly account: Account;
  readonly columns: readonly CanonicalColumn[];
}

const DRAWN: fc.Arbitrary<Drawn> = fc.record({
  action: fc.constantFrom(...ACTIONS.filter((action) => action !== 'ignore')),
  account: fc.constantFrom(...ACCOUNTS),
  columns: fc
    .tuple(fc.boolean(), fc.subarray(OTHERS))
    .map(([hasAddress, others]) => [...(hasAddress ? ADDRESS : []), ...others]),
});

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
    const cells: Partial<Record<CanonicalColumn, string>> = {
      action,
      account,
      country: 'US',
      // An error in this row, and so the row would show nothing.
      phone_number: action === 'add-address' ? '' : number,
    };
    for (const column of columns) cells[column] = VALUES[column] ?? '';
    const line = CANONICAL_COLUMNS.map((column) => JSON.stringify(cells[column] ?? '')).join(',');
    await place.file('row.csv', `${CANONICAL_COLUMNS.join(',')}\n${line}\n`);
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
    // Compared with what is there already: the id to delete, and the address of a row that finds it registered.
    const compared: readonly string[] =
      action === 'delete-address'
        ? ['address_id']
        : result === 'unchanged' || result === 'valid'
          ? [...(WRITES_ADDRESS.has(action) ? [...ADDRESS, 'caller_name'] : [])]
          : [];
    return columns.filter(
      (column) =>
        !KEYS.has(column) &&
        !compared.includes(column) &&
        !named.has(column) &&
        !isSent(VALUES[column] ?? '', wire),
    );
  }

  it('is sent or named, whatever the action, the account and the columns', { timeout: 240_000 }, async () => {
    let step = 0;
    await fc.assert(
      fc.asyncProperty(DRAWN, async (drawn) => {
        expect(await lostCells(drawn, step++), JSON.stringify(drawn)).toEqual([]);
      }),
      { numRuns: process.env['E911_TESTS'] === 'all' ? 300 : 40, endOnFailure: true },
    );
  });

  it.each(
    ACCOUNTS.flatMap((account) =>
      ['assign', 'remove', 'validate', 'update', 'buy'].map((action) => [account, action] as const),
    ),
  )('with all columns at %s and action %s', async (account, action) => {
    const columns = [...ADDRESS, ...OTHERS.filter((column) => column !== 'address_id')];
    expect(await lostCells({ action, account, columns }, 3)).toEqual([]);
  });
});
