import { definitionsOf } from '../../config/account-map.ts';
import type { Config } from '../../config/config.ts';
import { placeKey } from '../../domain/address/place-key.ts';
import { readCountry } from '../../domain/address/region.ts';
import { unitNames } from '../../domain/address/resolve-units.ts';
import { textKey } from '../../domain/address/same-text.ts';
import { readPhoneNumber } from '../../domain/phone-number.ts';
import type { Action, Request } from '../../domain/request/request.ts';
import { covers } from '../../domain/request/request-scope.ts';
import { isPhoneNumber, type SubjectKey } from '../../domain/request/subject-key.ts';
import type { Problem } from '../../errors/problem.ts';
import type { Sheet } from '../../sheet/open-sheet.ts';
import { AddressRows } from '../../sheet/rows/address-rows.ts';
import { cellReading } from '../../sheet/rows/cell-reading.ts';
import { createRowChecker } from '../../sheet/rows/check-row.ts';
import type { RowCells } from '../../sheet/rows/row-cells.ts';
import { readCellsOfRow } from '../../sheet/rows/row-schema.ts';
import { openWithReading } from '../../sheet/sheet-reading.ts';
import type { SheetRow } from '../../sheet/source/sheet-row.ts';
import type { Difference, LoadedSheet } from '../context/earlier.ts';
import type { AgainstSheet } from '../context/export-options.ts';
import type { Spool } from '../context/spool.ts';
import { ANY_ACCOUNT, type SheetWord } from './sheet-differences.ts';

/** Rows that are named; of further ones only the count is given. */
const MOST_NAMED = 1_000;

/**
 * Puts a sheet into the spool by account and number. Rows with action `ignore` count for what they say: an export is a
 * sheet as well.
 * @throws UsageError when the sheet cannot be read.
 */
export async function loadSheet(
  { path, reading }: AgainstSheet,
  config: Config,
  accounts: ReadonlyMap<string, number>,
  spool: Spool,
): Promise<LoadedSheet> {
  const only = accounts.size === 1 ? [...accounts.keys()][0] : undefined;
  const defaultAccount = config.defaults.account ?? only ?? '';
  const rules = {
    accounts: definitionsOf(config),
    defaultAccount: defaultAccount === '' ? undefined : defaultAccount,
    defaultCountry: config.defaults.country ?? '',
    ...cellReading(reading),
  };
  const sheet = await openWithReading(path, reading, rules);
  const checker = createRowChecker({
    ...rules,
    mapping: sheet.mapping,
    // Nothing is sent, so a split that is not approved is what the sheet says all the same.
    acceptsSplit: true,
  });
  const { sets = [] } = rules;
  const unreadable: Difference[] = [];
  const units = unitNames();
  let elsewhere = 0;
  const addressRows = new AddressRows();
  const usingRows: { readonly row: SheetRow; readonly request: Request; readonly isIgnored: boolean }[] = [];
  const noteUnreadable = (row: SheetRow, message: string): void => {
    const { cells } = readCellsOfRow(row, sheet.mapping, sets);
    const difference = unreadableRow(row, cells, message, config);
    const name = difference.account || defaultAccount;
    const index = accounts.get(name);
    if (index === undefined && config.accounts.has(name)) {
      elsewhere += 1;
      return;
    }
    const key = keyOf(difference);
    const isKept = key !== '' && spool.add('unreadable', index ?? ANY_ACCOUNT, key, difference);
    if (!isKept && unreadable.length < MOST_NAMED) unreadable.push(difference);
  };
  const keepWord = wordKeeper(spool, noteUnreadable);
  const noteRequest = (request: Request, row: SheetRow, isIgnored: boolean): void => {
    if (request.address !== null) units.note(placeKey(request.address));
    const account = accounts.get(request.account);
    if (account === undefined) elsewhere += 1;
    else keepWord(account, request, { row, isIgnored });
  };
  for await (const row of sheet.rows()) {
    const { cells } = readCellsOfRow(row, sheet.mapping, sets);
    const { request, problems, names } = checker.check(meant(row, sheet, cells));
    const isIgnored = cells.action.toLowerCase() === 'ignore';
    addressRows.note(row.line, { request, names });
    if (request === null) noteUnreadable(row, problems.find(isError)?.message ?? '');
    // The row that it names may come later.
    else if (request.addressRef !== undefined) usingRows.push({ row, request, isIgnored });
    else noteRequest(request, row, isIgnored);
  }
  for (const { row, request, isIgnored } of usingRows) {
    const capabilities = config.accounts.get(request.account)?.definition.capabilities;
    const resolved = capabilities === undefined ? null : addressRows.resolve(request, capabilities);
    if (resolved !== null && 'problem' in resolved) noteUnreadable(row, resolved.problem.message);
    else noteRequest(resolved?.request ?? request, row, isIgnored);
  }
  return { name: sheet.name, sha256: sheet.sha256, unreadable, elsewhere, units };
}

type KeepWord = (
  account: number,
  request: Request,
  at: { readonly row: SheetRow; readonly isIgnored: boolean },
) => void;

/** Keeps what each row says of its number. Of rows that contradict each other none is taken, as in `apply`, and that is said. */
function wordKeeper(spool: Spool, noteContradiction: (row: SheetRow, message: string) => void): KeepWord {
  const contradicted = new Set<string>();
  return (account, request, { row, isIgnored }) => {
    const { phoneNumber } = request;
    const name = `${account}|${phoneNumber}`;
    if (phoneNumber === '' || contradicted.has(name)) return;
    const word = wordOf(request, row.line, isIgnored);
    const before = spool.get<SheetWord>('sheet', account, phoneNumber);
    if (before === null || (before.isIgnored && !isIgnored)) {
      spool.put('sheet', account, phoneNumber, word);
      return;
    }
    if ((isIgnored && !before.isIgnored) || saysSame(before, word)) return;
    contradicted.add(name);
    spool.remove('sheet', account, phoneNumber);
    const rows = `Rows ${before.line} and ${row.line}`;
    noteContradiction(row, `${rows} ask for different things for ${phoneNumber}.`);
  };
}

const isError = ({ severity }: Problem): boolean => severity === 'error';

/** The row with `ignore` read as the request that its cells spell out: an address to have, or none. */
function meant(row: SheetRow, { mapping }: Sheet, cells: RowCells): SheetRow {
  const index = mapping.columns.get('action');
  if (cells.action.toLowerCase() !== 'ignore' || index === undefined) return row;
  const places = ['street', 'street_name', 'address_id'] as const;
  const hasAddress = places.some((column) => cells[column] !== '');
  return { ...row, cells: row.cells.with(index, hasAddress ? 'assign' : 'remove') };
}

const ABOUT_ADDRESS: ReadonlySet<Action> = new Set(['remove', 'validate']);

function wordOf(request: Request, line: number, isIgnored: boolean): SheetWord {
  const { action, address, addressId, callerName, endUserId = '' } = request;
  const isAddress = covers(request) || ABOUT_ADDRESS.has(action);
  const about = isAddress ? 'address' : action === 'release' ? 'release' : 'other';
  return { line, isIgnored, about, address, addressId, callerName, endUserId };
}

/** Whether two rows of one number say the same of it, in whatever spelling. */
function saysSame(one: SheetWord, other: SheetWord): boolean {
  const key = ({ about, address, addressId, callerName, endUserId }: SheetWord): string =>
    [about, address === null ? '' : placeKey(address), addressId, textKey(callerName), endUserId].join('|');
  return key(one) === key(other);
}

/** A row with errors; its number as it is written where that cannot be read either. */
function unreadableRow(row: SheetRow, cells: RowCells, message: string, config: Config): Difference {
  const text = cells.phone_number;
  const country = readCountry(cells.country) ?? config.defaults.country ?? '';
  const reading = readPhoneNumber(text, country);
  return {
    account: cells.account,
    phoneNumber: reading.ok ? reading.phoneNumber : text,
    endUserId: text === '' ? cells.endpoint_user_id : '',
    code: 'sheet-row-unreadable',
    line: String(row.line),
    inSheet: message,
    live: '',
  };
}

/** The key of a row with errors; empty where its number cannot be read. */
function keyOf({ phoneNumber, endUserId }: Difference): SubjectKey {
  return isPhoneNumber(phoneNumber) ? phoneNumber : endUserId;
}
