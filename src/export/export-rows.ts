import type { Address } from '../domain/address.ts';
import { addressKey, placeKey, samePlace } from '../domain/place-key.ts';
import type { Recipient } from '../domain/request.ts';
import type {
  AvailableNumber,
  Capabilities,
  ExportKind,
  NumberState,
  StoredAddress,
} from '../providers/contract.ts';
import type { Comparison, PresentRow } from './compare.ts';
import { type Coverage, coverageOf } from './compliance/coverage.ts';
import { type ChangedBy, historyKey } from './compliance/history.ts';
import {
  addressOf,
  addressRow,
  availableRow,
  callerNameOf,
  numberRow,
  ROW_COLUMNS,
  type RowCellsOut,
  type RowOwner,
  recipientRow,
} from './sheet-cells.ts';
import type { Spool } from './spool.ts';

/** An account as the rows need it. */
export interface RowAccount extends RowOwner {
  readonly capabilities: Capabilities;
  /** Whether the account is known to ignore its emergency switch. */
  readonly switchIgnored: boolean;
}

/** A number with what belongs to it. */
export interface NumberFacts {
  readonly account: number;
  readonly key: string;
  readonly number: NumberState;
  readonly stored: StoredAddress | null;
  readonly address: Address | null;
  /** As the provider shows it, or as this program gave it to this address; empty when nobody knows. */
  readonly callerName: string;
  readonly coverage: Coverage;
  /** The address as a building and a unit in it, the same for all spellings; null when there is no address. */
  readonly placeParts: { readonly place: string; readonly building: string; readonly unit: string } | null;
}

/** Every number that was read, by account and number. */
export function* numbersOf(spool: Spool, accounts: readonly RowAccount[]): Generator<NumberFacts> {
  for (const { account, key, body: number } of spool.all<NumberState>('number')) {
    const owner = accounts[account];
    if (owner === undefined) continue;
    const { addressId } = number.emergency;
    const stored = addressId === '' ? null : spool.get<StoredAddress>('address', account, addressId);
    const address = addressOf(number, stored);
    yield {
      account,
      key,
      number,
      stored,
      address,
      callerName:
        callerNameOf(number, stored) ?? knownCallerName(spool, account, number.phoneNumber, address),
      coverage: coverageOf(number, owner.capabilities, owner.switchIgnored),
      placeParts: address === null ? null : placePartsOf(address),
    };
  }
}

function placePartsOf(address: Address): NonNullable<NumberFacts['placeParts']> {
  const place = placeKey(address);
  // The unit is the last part of the key.
  const cut = place.lastIndexOf('|');
  return { place, building: place.slice(0, cut), unit: place.slice(cut + 1) };
}

/** The name that this program gave with this very address, for providers that do not show one. */
function knownCallerName(
  spool: Spool,
  account: number,
  phoneNumber: string,
  address: Address | null,
): string {
  const last = spool.get<ChangedBy>('changed-by', account, historyKey(phoneNumber));
  if (address === null || last?.address == null || last.callerName === '') return '';
  return samePlace(last.address, address) ? last.callerName : '';
}

/** Key under which runs keep the address of a number; empty when it has none. */
export function addressKeyOf({ address, callerName }: NumberFacts, capabilities: Capabilities): string {
  return address === null ? '' : addressKey(address, callerName, capabilities.callerNameIn);
}

/** The rows of one kind, by account and key, with every column of ROW_COLUMNS. */
export function* exportRows(
  kind: ExportKind,
  spool: Spool,
  accounts: readonly RowAccount[],
): Generator<PresentRow> {
  for (const { account, cells } of rowsOf(kind, spool, accounts)) {
    yield { account, cells: Object.fromEntries(ROW_COLUMNS.map((column) => [column, cells[column] ?? ''])) };
  }
}

function* rowsOf(
  kind: ExportKind,
  spool: Spool,
  accounts: readonly RowAccount[],
): Generator<{ account: number; cells: RowCellsOut }> {
  if (kind === 'numbers') {
    for (const facts of numbersOf(spool, accounts)) {
      const owner = accounts[facts.account];
      if (owner !== undefined) yield { account: facts.account, cells: numberRow(owner, facts) };
    }
    return;
  }
  const make: { readonly [Kind in typeof kind]: () => Generator<{ account: number; cells: RowCellsOut }> } = {
    addresses: () => each<StoredAddress>('address', spool, accounts, addressRow),
    recipients: () => each<Recipient & { readonly id: string }>('recipient', spool, accounts, recipientRow),
    available: () => each<AvailableNumber>('available', spool, accounts, availableRow),
  };
  yield* make[kind]();
}

function* each<T extends object>(
  kind: 'address' | 'recipient' | 'available',
  spool: Spool,
  accounts: readonly RowAccount[],
  toRow: (owner: RowOwner, item: T) => RowCellsOut,
): Generator<{ account: number; cells: RowCellsOut }> {
  for (const { account, body } of spool.all<T>(kind)) {
    const owner = accounts[account];
    if (owner !== undefined) yield { account, cells: toRow(owner, body) };
  }
}

const REQUEST_AND_NOTES = new Set(['action', 'reference', 'facts', 'export_note']);

/** How two exports of a kind are compared. */
export const COMPARISONS: Readonly<Record<ExportKind, Comparison>> = {
  numbers: { key: ['phone_number', 'endpoint_id'], state: 'emergency_state', ignored: REQUEST_AND_NOTES },
  addresses: { key: ['address_id'], state: undefined, ignored: REQUEST_AND_NOTES },
  recipients: { key: ['recipient_id'], state: undefined, ignored: REQUEST_AND_NOTES },
  available: { key: ['phone_number'], state: undefined, ignored: REQUEST_AND_NOTES },
};
