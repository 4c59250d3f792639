import type { Recipient } from '../../domain/request/request.ts';
import type { AvailableNumber, ExportKind, StoredAddress } from '../../providers/contract.ts';
import type { PresentRow } from '../comparison/compare.ts';
import type { Comparison } from '../comparison/row-change.ts';
import type { RowAccount, RowOwner } from '../context/row-account.ts';
import type { Spool } from '../context/spool.ts';
import { numbersOf } from '../numbers/number-facts.ts';
import {
  addressRow,
  availableRow,
  numberRow,
  ROW_COLUMNS,
  type RowCellsOut,
  recipientRow,
} from './sheet-cells.ts';

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
