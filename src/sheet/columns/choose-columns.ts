import { didYouMean } from '../../domain/suggest.ts';
import type { UsageError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { Problem } from '../../errors/problem.ts';
import { rowProblem } from '../../errors/row-codes.ts';
import { type NamedColumn, readNamedColumns } from './column-map.ts';
import { fitOf, isWeakName } from './column-shapes.ts';
import { type ColumnTarget, foldColumnName, isExportColumn } from './columns.ts';
import { holdsText, type RowAccounts, requireNotGuarded, requireNotNear } from './guarded-cells.ts';
import { isRegulatory, matchName, type NameMatch } from './header-names.ts';
import { suggestColumn } from './near-names.ts';
import { standardColumn } from './standard-names.ts';

/** A column of the file: its header text, where it is, and some of its cells. */
interface HeaderColumn {
  readonly name: string;
  readonly position: number;
  /** As a spreadsheet names it: `C`. */
  readonly letters: string;
  readonly values: readonly string[];
}

/** A column of the file and what it is read as. */
export interface ColumnChoice {
  readonly column: ColumnTarget;
  readonly position: number;
  /** Whether the name means other things as well, and the cells decided. */
  readonly isByCells: boolean;
}

interface Candidate extends ColumnChoice {
  readonly header: HeaderColumn;
  readonly rank: number;
  readonly fit: ReturnType<typeof fitOf>;
}

/** Sinch's emergency request calls the caller name `displayName`, as its numbers call their label. */
const SINCH_ADDRESS_COLUMNS = ['streetinfo', 'streetnumber'];

/**
 * Things of which a sheet often has several that are not the same, such as a person's name and a company's: the best one is
 * used and the others are named. Two columns for any other thing are refused.
 */
const OF_SEVERAL: ReadonlySet<ColumnTarget> = new Set([
  ...(['caller_name', 'reference', 'address_label', 'city', 'region', 'country'] as const),
  ...(['address_kind', 'number_type', 'display_name', 'app_id', 'phone_number'] as const),
]);

/**
 * Decides what each column of a file is read as: by its name, and where a name means other things too, by its cells.
 * @throws UsageError for two columns of one thing, for a mistyped `action` or `account`, and for one under another name.
 */
export function choose(sheet: {
  readonly headers: readonly HeaderColumn[];
  readonly line: number;
  readonly named: readonly NamedColumn[];
  readonly accounts: RowAccounts | undefined;
}): { choices: ColumnChoice[]; unknown: string[]; warnings: Problem[] } {
  const { headers, line } = sheet;
  const named = readNamedColumns(sheet.named, headers);
  const candidates: Candidate[] = [];
  const unknown: HeaderColumn[] = [];
  const warnings: Problem[] = [];
  const folded = new Set(headers.map(({ name }) => foldColumnName(name)));
  const isExport =
    headers.filter(({ name }) => isExportColumn(name)).length >= OF_AN_EXPORT ||
    OF_A_PURCHASE.every((name) => folded.has(foldColumnName(name)));
  const isSinchAddress = SINCH_ADDRESS_COLUMNS.every((name) => folded.has(name));
  for (const header of headers) {
    const given = named.get(header.position);
    if (given === null) continue;
    const matches: readonly NameMatch[] =
      given !== undefined
        ? [{ column: given, rank: -1, name: '' }]
        : isSinchAddress && header.name.trim() === 'displayName'
          ? [{ column: 'caller_name', rank: 0, name: '' }]
          : isExport && isExportColumn(header.name)
            ? []
            : matchesOf(header, folded);
    const best = bestMatch(matches, header);
    if (best !== undefined) candidates.push(best);
    else if (matches[0] !== undefined) warnings.push(warnOfForm(header, matches[0].column, line));
    else unknown.push(header);
  }
  const { choices, left } = settle(withUnitLine(candidates));
  const taken = new Set(choices.map(({ column }) => column));
  const filled = new Set(headers.filter(({ values }) => holdsText(values)).map(({ position }) => position));
  const decides = ({ position }: ColumnChoice): boolean => named.has(position) || filled.has(position);
  const deciding = new Set(choices.filter(decides).map(({ column }) => column));
  const byName = new Set(choices.filter(({ isByCells }) => !isByCells).map(({ position }) => position));
  for (const header of headers) {
    if (byName.has(header.position) || named.has(header.position)) continue;
    if (!(isExport && isExportColumn(header.name))) requireNotGuarded(header, deciding, sheet.accounts);
  }
  for (const header of unknown) {
    requireNotNear(header, filled.has(header.position) ? deciding : taken);
    if (!(isExport && isExportColumn(header.name))) warnings.push(warnOfUnknown(header, taken, line));
  }
  for (const each of left) warnings.push(warnOfSecond(each, choices, headers, line));
  const used = new Set(choices.map(({ position }) => position));
  return {
    choices,
    unknown: headers.filter(({ position }) => !used.has(position)).map(({ name }) => name),
    warnings: warnings.sort(byHeader(headers)),
  };
}

/** What a name means beside the others of its sheet. */
function matchesOf(header: HeaderColumn, folded: ReadonlySet<string>): readonly NameMatch[] {
  const name = foldColumnName(header.name);
  // A kind of address, and the designator of a unit where its number is beside it.
  if (name === 'addresstype' && folded.has('addresstypenumber')) {
    return [{ column: 'unit_type', rank: 1, name: '' }];
  }
  const element = standardColumn(name, folded);
  if (element !== undefined) return [{ column: element, rank: 1, name: '' }];
  const matches = matchName(header.name);
  // A `Station Number` alone is an extension, an `Exchange` alone the name of a place.
  const isOfThree = ['npa', 'areacode'].some((area) => folded.has(area)) && folded.size > 2;
  return isOfThree ? matches : matches.filter(({ column }) => !OF_THREE.has(column));
}

/** Parts of a number that mean something else without its area code. */
const OF_THREE: ReadonlySet<ColumnTarget> = new Set(['exchange', 'line_number']);

/** So many of the columns that an export adds are in no other sheet; a sheet of one's own may have a `latitude`. */
const OF_AN_EXPORT = 6;
/** All of them together are in a sheet of `e911 buy`, which has fewer. */
const OF_A_PURCHASE = ['setup_price', 'monthly_price', 'price_currency'] as const;

function bestMatch(matches: readonly NameMatch[], header: HeaderColumn): Candidate | undefined {
  for (const { column, rank, name } of matches) {
    const fit = fitOf(column, header.values);
    const isByCells = rank >= 0 && (isWeakName(column, name) || matches.length > 1);
    if (fit === 'differs' && isByCells) continue;
    return { column, rank, fit, position: header.position, header, isByCells };
  }
  return undefined;
}

/** One column for each thing. What the user named wins, then what has the form of the column, then the better name. */
function settle(candidates: readonly Candidate[]): { choices: Candidate[]; left: Candidate[] } {
  const choices: Candidate[] = [];
  const left: Candidate[] = [];
  for (const column of new Set(candidates.map((each) => each.column))) {
    const rivals = candidates.filter((each) => each.column === column);
    const [first, ...others] = rivals.toSorted((a, b) => strength(b) - strength(a) || a.rank - b.rank);
    if (first === undefined) continue;
    const twin = others.find(
      (other) => strength(other) === strength(first) && !mayBeSeveral(column, first, other),
    );
    if (twin !== undefined) throw twice(column, [first, twin]);
    choices.push(first);
    left.push(...others);
  }
  return { choices: choices.sort((a, b) => a.position - b.position), left };
}

/**
 * Of two columns that are both a unit, such as `Address Line 2` and `Apt/Suite`, the second is joined with the first as a third
 * address line is: what they say twice is one thing, and two things are both part of the address.
 */
function withUnitLine(candidates: readonly Candidate[]): readonly Candidate[] {
  const ofUnit = candidates.filter(
    ({ column, rank, fit }) => column === 'unit' && rank >= 0 && fit !== 'differs',
  );
  const [first, second, ...more] = ofUnit;
  const hasLine = candidates.some(({ column }) => column === 'unit_line');
  if (first === undefined || second === undefined || more.length > 0 || hasLine) return candidates;
  const later = second.rank < first.rank ? first : second;
  return candidates.map((each) => (each === later ? { ...each, column: 'unit_line' } : each));
}

/** A column without cells gives way to one that has the form. */
const STRENGTH = { fits: 2, unknown: 1, differs: 0 } as const;

function strength({ rank, fit }: Candidate): number {
  return (rank < 0 ? 10 : 0) + STRENGTH[fit];
}

function mayBeSeveral(column: ColumnTarget, one: Candidate, other: Candidate): boolean {
  if (column === 'phone_number') return false;
  return OF_SEVERAL.has(column) && one.rank !== other.rank && one.rank >= 0;
}

function twice(column: ColumnTarget, pair: readonly Candidate[]): UsageError {
  const [a, b] = pair.map(({ header }) => header).sort((one, other) => one.position - other.position);
  return commandError('columnTwice', {
    column,
    first: `"${a?.name}" (column ${a?.letters})`,
    second: `"${b?.name}" (column ${b?.letters})`,
    secondName: b?.name ?? '',
  });
}

function warnOfUnknown(header: HeaderColumn, taken: ReadonlySet<ColumnTarget>, line: number): Problem {
  const { name, letters } = header;
  const guess = isRegulatory(name) ? undefined : suggestColumn(name);
  const near =
    guess === undefined || taken.has(guess) || fitOf(guess, header.values) === 'differs' ? undefined : guess;
  const shown = name.trim() === '' ? `Column ${letters} has no name` : `Unknown column "${name}"`;
  const what = isRegulatory(name)
    ? `"${name}" is the regulatory address of a number, never its emergency address: copied to the output, otherwise ignored.`
    : `${shown}: copied to the output, otherwise ignored.${didYouMean(near)}`;
  return rowProblem('SHEET_COLUMN_UNKNOWN', {
    row: line,
    column: name,
    value: name,
    severity: 'warning',
    message: what,
    hint: near === undefined ? undefined : `If it is ${near}, rename it or add --map "${name}=${near}".`,
  });
}

function warnOfForm(header: HeaderColumn, column: ColumnTarget, line: number): Problem {
  const { name } = header;
  const examples = [...new Set(header.values.map((value) => value.trim()))]
    .filter((value) => value !== '')
    .slice(0, 2);
  return rowProblem('SHEET_COLUMN_FORM', {
    row: line,
    column: name,
    value: name,
    severity: 'warning',
    message: `Column "${name}" is ignored: its cells (${examples.map((each) => `"${each.slice(0, 40)}"`).join(', ')}) do not look like ${column}.`,
    hint: `If it is ${column}, add --map "${name}=${column}". To ignore it without this warning: --map "${name}="`,
  });
}

function warnOfSecond(
  left: Candidate,
  choices: readonly ColumnChoice[],
  headers: readonly HeaderColumn[],
  line: number,
): Problem {
  const { column, header } = left;
  const position = choices.find((choice) => choice.column === column)?.position;
  const used = headers.find((each) => each.position === position)?.name ?? '';
  return rowProblem('SHEET_COLUMN_SECOND', {
    row: line,
    column: header.name,
    value: header.name,
    severity: 'warning',
    message: `Columns "${used}" and "${header.name}" can both be ${column}: "${used}" is used, "${header.name}" is ignored.`,
    hint: `To use the other one, add --map "${header.name}=${column}".`,
  });
}

function byHeader(headers: readonly HeaderColumn[]): (a: Problem, b: Problem) => number {
  const at = new Map(headers.map(({ name, position }) => [name, position]));
  return (a, b) => (at.get(a.column) ?? 0) - (at.get(b.column) ?? 0);
}
