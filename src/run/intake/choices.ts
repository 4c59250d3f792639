import path from 'node:path';
import { type Address, addressLine } from '../../domain/address/address.ts';
import { samePlace } from '../../domain/address/place-key.ts';
import { isSameText } from '../../domain/address/same-text.ts';
import type { Request } from '../../domain/request/request.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { Problem } from '../../errors/problem.ts';
import { rowProblem } from '../../errors/row-codes.ts';
import type { Journal } from '../../journal/journal.ts';
import type { RowRecord } from '../../journal/records.ts';
import { OFFERED_COLUMNS, offeredCells } from '../../report/choices-csv.ts';
import { openTable, type TableLine } from '../../sheet/read-table.ts';
import type { CheckedRow } from '../../sheet/rows/check-row.ts';
import type { SheetRow } from '../../sheet/source/sheet-row.ts';

const TAKEN: ReadonlySet<string> = new Set(['x', 'yes', 'y', '1', 'true']);
const NOT_TAKEN: ReadonlySet<string> = new Set(['', 'no', 'n', '0', 'false', '-']);

/** A line of the file that has an x. */
interface Taken {
  /** The file, as messages name it. */
  readonly path: string;
  readonly fileLine: number;
  /** Line of the sheet. */
  readonly row: number;
  readonly candidate: number;
  readonly runId: string;
  readonly cells: TableLine['cell'];
}

/** An address that was chosen for a row, and what the row requested when it was offered. */
interface Choice extends Taken {
  readonly address: Address;
  readonly offeredTo: Request;
}

/** The addresses that were chosen for rows of a sheet, by the line of the row. */
export type Choices = ReadonlyMap<number, Choice>;

/**
 * Reads a file of choices, CSV, XLSX, or ODS, and checks each line that is taken against what the provider offered, which the journal
 * holds: the file says which address, not what it is.
 * @throws UsageError for a file that cannot be read or that says something else than was offered.
 */
export async function readChoices(file: string, journal: Journal): Promise<Choices> {
  const taken = await takenLines(file);
  const choices = new Map<number, Choice>();
  for (const runId of new Set([...taken.values()].map((each) => each.runId))) {
    const ofRun = new Map([...taken].filter(([, each]) => each.runId === runId));
    const [first] = ofRun.values();
    if (first !== undefined && (await journal.run(runId)) === null) {
      throw commandError('choicesRunUnknown', first);
    }
    for await (const row of journal.rows(runId)) {
      const line = ofRun.get(row.line);
      if (line === undefined) continue;
      const offered = offeredIn(row, line);
      if (offered !== null) choices.set(line.row, { ...line, ...offered });
    }
  }
  for (const line of taken.values()) if (!choices.has(line.row)) throw commandError('choiceNotOffered', line);
  return choices;
}

async function takenLines(file: string): Promise<ReadonlyMap<number, Taken>> {
  const name = path.basename(file);
  const table = await openTable(file);
  for (const column of ['take', 'row', 'candidate', 'run_id']) {
    if (!table.has(column)) throw commandError('choicesUnreadable', { path: file, column });
  }
  const taken = new Map<number, Taken>();
  for await (const { line: fileLine, cell } of table.lines()) {
    const value = cell('take') ?? '';
    if (NOT_TAKEN.has(value.toLowerCase())) continue;
    if (!TAKEN.has(value.toLowerCase())) {
      throw commandError('choicesValue', { path: name, fileLine, column: 'take', value, must: 'x or empty' });
    }
    const count = (column: string): number =>
      wholeNumber(cell(column) ?? '', { path: name, fileLine, column });
    const row = count('row');
    const other = taken.get(row);
    if (other !== undefined) {
      throw commandError('choicesTwo', { path: name, fileLine: other.fileLine, otherLine: fileLine, row });
    }
    const line = { path: name, fileLine, row, candidate: count('candidate') };
    taken.set(row, { ...line, runId: cell('run_id') ?? '', cells: cell });
  }
  if (taken.size === 0) throw commandError('choicesNone', { path: name });
  return taken;
}

function wholeNumber(
  value: string,
  place: { readonly path: string; readonly fileLine: number; readonly column: string },
): number {
  if (/^[1-9]\d{0,9}$/.test(value)) return Number(value);
  throw commandError('choicesValue', { ...place, value, must: 'a whole number from 1' });
}

/** What was offered to a row under the number of the line; null when nothing was, or the line says another address. */
function offeredIn(
  { request, outcome }: RowRecord,
  { candidate, cells }: Taken,
): Pick<Choice, 'address' | 'offeredTo'> | null {
  const address = outcome?.candidates?.[candidate - 1];
  if (address === undefined || request === null) return null;
  const offered = offeredCells(address);
  const isAsWritten = OFFERED_COLUMNS.every((column) => isSameCell(cells(column), offered[column]));
  return isAsWritten ? { address, offeredTo: request } : null;
}

/** A spreadsheet program may have dropped leading zeros of a ZIP code or a house number. */
function isSameCell(cell: string | undefined, offered: string): boolean {
  const plain = (text: string): string => text.replace(/^0+(?=\d)/, '');
  return cell === undefined || isSameText(plain(cell), plain(offered));
}

/** A row with the address that was chosen for it; `asked` keeps the row's own. */
export function withChoice(checked: CheckedRow, choice: Choice | undefined): CheckedRow {
  const { request } = checked;
  if (choice === undefined || request === null || request.address === null) return checked;
  // The sheet was corrected to the same address.
  if (samePlace(request.address, choice.address)) return checked;
  const losesUnit = request.address.unit !== '' && choice.address.unit === '';
  return {
    request: { ...request, address: choice.address, asked: request.address },
    problems: [...checked.problems, ...(losesUnit ? [unitLeftOut(request.address.unit, choice.row)] : [])],
  };
}

function unitLeftOut(value: string, row: number): Problem {
  return rowProblem('ROW_CHOICE_WITHOUT_UNIT', { row, column: 'unit', value, severity: 'warning' });
}

/**
 * A choice holds for the request that it was offered to, so each row must still request the same.
 * @throws UsageError CHOICES_OTHER_SHEET
 */
export async function requireSameRows(
  choices: Choices,
  sheet: { readonly name: string; rows(): AsyncIterable<SheetRow> },
  check: (row: SheetRow) => CheckedRow,
): Promise<void> {
  const open = new Map(choices);
  for await (const row of sheet.rows()) {
    const choice = open.get(row.line);
    if (choice === undefined) continue;
    open.delete(row.line);
    // A row with an error is reported as such and is not sent.
    const { request } = check(row);
    if (request === null || isSameQuestion(request, choice)) continue;
    const requested = request.address === null ? 'no address' : addressLine(request.address);
    throw otherRow(sheet.name, choice, `requests ${requested}${forWhom(request)}`);
  }
  const [missing] = open.values();
  if (missing !== undefined) throw otherRow(sheet.name, missing, 'does not exist');
}

/**
 * The same for a sheet that the program wrote itself, a migration's: its lines change as numbers are moved, so a choice goes with
 * its number. Choices for numbers that the sheet does not have are done with.
 * @throws UsageError CHOICES_OTHER_SHEET
 */
export async function choicesByNumber(
  choices: Choices,
  sheet: { readonly name: string; rows(): AsyncIterable<SheetRow> },
  check: (row: SheetRow) => CheckedRow,
): Promise<Choices> {
  const ofNumber = new Map([...choices.values()].map((choice) => [choice.offeredTo.phoneNumber, choice]));
  const byLine = new Map<number, Choice>();
  for await (const row of sheet.rows()) {
    const { request } = check(row);
    const choice = request === null ? undefined : ofNumber.get(request.phoneNumber);
    if (choice !== undefined) byLine.set(row.line, { ...choice, row: row.line });
  }
  await requireSameRows(byLine, sheet, check);
  return byLine;
}

function isSameQuestion(now: Request, { offeredTo, address }: Choice): boolean {
  const before = offeredTo.asked ?? offeredTo.address;
  return (
    now.action === offeredTo.action &&
    now.account === offeredTo.account &&
    now.phoneNumber === offeredTo.phoneNumber &&
    (now.phoneNumber !== '' || now.reference === offeredTo.reference) &&
    now.address !== null &&
    before !== null &&
    (samePlace(now.address, before) || samePlace(now.address, address))
  );
}

function otherRow(sheet: string, choice: Choice, now: string) {
  const { offeredTo } = choice;
  const asked = offeredTo.asked ?? offeredTo.address;
  const offeredFor = `${asked === null ? 'no address' : addressLine(asked)}${forWhom(offeredTo)}`;
  return commandError('choiceOfOtherRow', { ...choice, sheet, now, offeredFor });
}

function forWhom({ phoneNumber, account, action }: Request): string {
  const what = phoneNumber === '' ? `the action ${action}` : phoneNumber;
  return ` for ${what} at ${account}`;
}
