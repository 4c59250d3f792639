import { stringify } from 'yaml';
import type { Effect, StandIn } from '../../../src/sandbox/stand-in.ts';
import type { AddressView, NumberView, Snapshot } from '../snapshot.ts';
import { readState } from '../state-readers.ts';
import { type AccountName, createStandIn, type WorldDelays } from './stand-ins.ts';

/** One account of each carrier and dialect, and one world with several carriers in one sheet. */
export const WORLDS = ['twilio', 'vonage', 'sinch', 'bandwidth', 'bandwidth-orders', 'mixed'] as const;
export type WorldName = (typeof WORLDS)[number];

const ACCOUNTS: Readonly<Record<WorldName, readonly AccountName[]>> = {
  twilio: ['twilio'],
  vonage: ['vonage'],
  sinch: ['sinch'],
  bandwidth: ['bandwidth'],
  'bandwidth-orders': ['bandwidth-orders'],
  mixed: ['twilio', 'vonage', 'bandwidth-orders'],
};

/** An account of the config and what answers for it. */
export interface WorldAccount {
  readonly name: AccountName;
  readonly standIn: StandIn;
}

/** All carriers of one trial. */
export interface World {
  readonly name: WorldName;
  readonly accounts: readonly WorldAccount[];
}

/** Fresh stand-ins, each with four covered numbers and eight free ones, and nothing in their records of effects. */
export function createWorld(name: WorldName, delays: WorldDelays): World {
  return {
    name,
    accounts: ACCOUNTS[name].map((account) => ({ name: account, standIn: createStandIn(account, delays) })),
  };
}

/** The account that a row with this number names: the last digit decides, so that each account gets some of every kind. */
export function accountOf(world: WorldName, phoneNumber: string): string {
  const accounts = ACCOUNTS[world];
  return accounts[Number(phoneNumber.slice(-2)) % accounts.length] ?? '';
}

/** One name for one thing over all accounts: numbers of the account that has them in the sheet keep their own. */
function nameFor(world: WorldName, account: string, subject: string): string {
  if (!/^\+?\d+$/.test(subject)) return `${account}:${subject}`;
  const phoneNumber = subject.startsWith('+') ? subject : `+${subject}`;
  return accountOf(world, phoneNumber) === account ? phoneNumber : `${account}/${phoneNumber}`;
}

/** What all accounts hold at `nowMs` of the stand-ins' clock. */
export function readWorld({ name, accounts }: World, nowMs: number): Snapshot {
  const numbers = new Map<string, NumberView>();
  const addresses = new Map<string, AddressView>();
  for (const { name: account, standIn } of accounts) {
    const state = readState(account, standIn.controls?.state(nowMs));
    const idOf = (id: string): string => (id === '' ? '' : `${account}:${id}`);
    for (const [id, view] of state.addresses) addresses.set(idOf(id), { ...view, account });
    for (const [phoneNumber, view] of state.numbers) {
      numbers.set(nameFor(name, account, phoneNumber), { ...view, addressId: idOf(view.addressId) });
    }
  }
  return { numbers, addresses };
}

/** What all stand-ins carried out, in the order of time. */
export function effectsOf({ name, accounts }: World): Effect[] {
  return accounts
    .flatMap(({ name: account, standIn }) =>
      standIn.effects.map((effect) => ({ ...effect, subject: nameFor(name, account, effect.subject) })),
    )
    .sort((left, right) => left.atMs - right.atMs);
}

/** A config file with the accounts, at a pace that does not hold a test up. `origins`: one for each account. */
export function configOf({ accounts }: World, origins: readonly string[]): string {
  const limits = { requests_per_second: 400, burst: 100, concurrency: 4 };
  const entries = accounts.map(({ name, standIn }, at) => [
    name,
    { ...standIn.account(origins[at] ?? ''), limits },
  ]);
  return stringify({
    accounts: Object.fromEntries(entries),
    defaults: { account: accounts[0]?.name, country: 'US' },
  });
}

/** The variables that the config names. */
export function environmentOf({ accounts }: World): Readonly<Record<string, string>> {
  return Object.assign({}, ...accounts.map(({ standIn }) => standIn.environment));
}

/** Names of user and secret among the variables. */
const PAIRS = [
  ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  ['VONAGE_API_KEY', 'VONAGE_API_SECRET'],
  ['SINCH_KEY_ID', 'SINCH_KEY_SECRET'],
  ['BW_USERNAME', 'BW_PASSWORD'],
  ['BW_CLIENT_ID', 'BW_CLIENT_SECRET'],
  ['BW_ORDERS_USERNAME', 'BW_ORDERS_PASSWORD'],
  ['BW_ORDERS_CLIENT_ID', 'BW_ORDERS_CLIENT_SECRET'],
] as const;

/** What must be in no file and no output: the secrets and the form in which they travel. */
export function secretsOf(accounts: readonly WorldAccount[]): string[] {
  return accounts.flatMap(({ standIn: { environment } }) =>
    PAIRS.flatMap(([userName, secretName]) => {
      const [user, secret] = [environment[userName], environment[secretName]];
      if (user === undefined || secret === undefined) return [];
      return [secret, Buffer.from(`${user}:${secret}`).toString('base64')];
    }),
  );
}
