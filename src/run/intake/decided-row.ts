import type { Address } from '../../domain/address/address.ts';
import { EMPTY_REQUEST } from '../../domain/request/empty-request.ts';
import type { Approval, Request } from '../../domain/request/request.ts';
import { keyCells } from '../../domain/request/subject-key.ts';
import type { RowRecord } from '../../journal/records.ts';
import type { RowDecision } from '../../journal/review-records.ts';
import { CANONICAL_COLUMNS, type CanonicalColumn, PART_COLUMNS } from '../../sheet/columns/columns.ts';
import { type CheckedRow, createRowChecker, type RowCheckerOptions } from '../../sheet/rows/check-row.ts';
import type { NotedColumns } from '../context/noted-columns.ts';

/** Every column of a sheet in its own place: a row that is written anew is read as one of these. */
const WHOLE_SHEET = { columns: new Map(CANONICAL_COLUMNS.map((name, index) => [name, index])), unknown: [] };
const FORMER_ADDRESS: ReadonlySet<string> = new Set([...PART_COLUMNS, 'address_id', 'old_address']);

/**
 * Reads rows of an earlier run with another address, by the same offline rules as a sheet: a row that could not be read
 * before is read whole, one that could keeps all else that it requests.
 */
export function decidedRowReader(
  options: Omit<RowCheckerOptions, 'mapping' | 'acceptsSplit'>,
  columns: NotedColumns,
): (row: RowRecord, address: Omit<Address, 'parts'>) => CheckedRow {
  const checker = createRowChecker({ ...options, mapping: WHOLE_SHEET, acceptsSplit: true });
  return (row, address) => {
    const cells = { ...writtenCells(row, columns), ...requestedCells(row.request), ...addressCells(address) };
    const sheetRow = {
      position: row.position,
      line: row.line,
      cells: CANONICAL_COLUMNS.map((name) => cells[name] ?? ''),
      problems: [],
    };
    const checked = checker.check(sheetRow);
    if (row.request === null || checked.request === null) return checked;
    return { ...checked, request: { ...row.request, address: checked.request.address } };
  };
}

type Cells = Partial<Record<CanonicalColumn, string>>;

function writtenCells(row: RowRecord, columns: NotedColumns): Cells {
  const named = CANONICAL_COLUMNS.filter((name) => columns[name] !== undefined && !FORMER_ADDRESS.has(name));
  return Object.fromEntries(named.map((name) => [name, row.cells[columns[name] ?? -1] ?? '']));
}

/** What may come from pieces, options, or the config rather than from one cell. */
function requestedCells(request: Request | null): Cells {
  if (request === null) return {};
  const { account, action, addressId, callerName } = request;
  const keys = keyCells(request.phoneNumber);
  return {
    ...keys,
    account,
    action,
    caller_name: callerName,
    ...((action === 'update-address' || action === 'move-site') && { address_id: addressId }),
  };
}

function addressCells({ street, unit, city, region, postalCode, country }: Omit<Address, 'parts'>): Cells {
  return { street, unit, city, region, postal_code: postalCode, country };
}

/** A row as it was decided in a review. @param read as `decidedRowReader` gives it */
export function decided(
  row: RowRecord,
  decision: RowDecision | undefined,
  read: ReturnType<typeof decidedRowReader>,
): CheckedRow {
  const recorded = { request: row.request, problems: row.problems };
  if (decision === undefined || decision.verdict === 'undecided') return recorded;
  const approval: Approval = { by: decision.by, at: decision.at };
  if (decision.verdict === 'leave-out') return { request: leftOut(row, approval), problems: [] };
  if (decision.address !== null) {
    const { request, problems } = read(row, decision.address);
    if (request === null) return { request, problems };
    const asked = row.request?.asked ?? row.request?.address;
    return { request: { ...request, ...(asked && { asked }), approval }, problems };
  }
  if (row.request === null) return recorded;
  const acceptsGap = decision.verdict === 'accept';
  return {
    ...recorded,
    request: { ...row.request, approval: { ...approval, ...(acceptsGap && { acceptsGap }) } },
  };
}

function leftOut({ request }: RowRecord, approval: Approval): Request {
  return { ...EMPTY_REQUEST, ...request, action: 'ignore', approval };
}
