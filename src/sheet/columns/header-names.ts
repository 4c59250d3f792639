import { COLUMN_ALIASES, OTHER_MEANINGS, PIECE_NAMES, REGULATORY_NAMES } from './column-names.ts';
import {
  CANONICAL_COLUMNS,
  type ColumnTarget,
  foldColumnName,
  PIECE_COLUMNS,
  type PieceColumn,
} from './columns.ts';
import { spaced, wordForm } from './header-words.ts';

/** The header is searched for in this many rows from the top. */
export const HEADER_SEARCH_ROWS = 10;

/** A thing that a header text may mean. */
export interface NameMatch {
  readonly column: ColumnTarget;
  /** 0 for the column's own name, then the place in its list of names. */
  readonly rank: number;
  /** The name in the list; empty for a combination of several. */
  readonly name: string;
}

/** Every target of a column, for `--map` and its "did you mean". */
export const COLUMN_TARGETS: readonly ColumnTarget[] = [...CANONICAL_COLUMNS, ...PIECE_COLUMNS];

const MATCHES: ReadonlyMap<string, readonly NameMatch[]> = collect(bareName);
/** The same by their words in one form: `St. No.` is `Street Number`. */
const WORD_MATCHES: ReadonlyMap<string, readonly NameMatch[]> = collect(wordForm);
const OTHERS: ReadonlySet<string> = new Set(OTHER_MEANINGS.map(bareName));
const REGULATORY: ReadonlySet<string> = new Set(REGULATORY_NAMES.map(bareName));

/** Words in front of a name that say which address is meant, and mean the one that help is sent to. */
const OF_SERVICE =
  /^(?:e-?911|911|emergency|service|svc|dispatch(?:able)?|physical|site|civic|install(?:ation)?|location|registered|endpoint|erl|premises?|work|office|store|branch|facility|property|building)(?!\s*[/|,&])\s*/i;
/** Words in front of a name that is about the emergency call, whether it is a place or not. */
const OF_CALL = /^(?:e-?911|911)\s*/i;
const CALL_COLUMNS: ReadonlySet<ColumnTarget> = new Set([
  'phone_number',
  'caller_name',
  'address_id',
] as const);
/** The word `address` in front of what it is made of: `Emergency Address City`. */
const OF_ADDRESS = /^(?:address|addr)[\s:.]+/i;
/** Words that make another address, number or person of it. */
const OF_OTHERS =
  /\b(?:billing|bill\s?to|mailing|shipping|ship\s?to|remit\w*|previous|prev|former|old|alternate|alt|parent|legal|regulatory|compliance|home|vendor|partner)\b/i;
/** What `OF_SERVICE` may precede. */
const PLACE_COLUMNS: ReadonlySet<ColumnTarget> = new Set([
  ...(['street', 'house_number', 'house_suffix', 'pre_directional', 'street_name', 'street_suffix'] as const),
  ...(['post_directional', 'unit', 'city', 'region', 'postal_code', 'plus_four', 'country'] as const),
  ...PIECE_COLUMNS,
]);
/** A remark in parentheses that is about the form of the cells and not about their meaning. */
const REMARK =
  /^(?:e\.?164.*|iso.*|required|optional|mandatory|req\.?|opt\.?|text|string|format.*|e\.g\..*|ex\.?:? .*|example.*|if .*|max.*|min.*|up to .*|no .*|with .*|without .*|include .*|us|usa|u\.s\.?|ca|us ?\/ ?ca|\d.*|two.letter.*|2.letter.*|abbr.*|code|digits|chars?|characters|s)$/i;
const BRACKETS = /\s*[([{]([^()[\]{}]*)[)\]}]/g;

/** A name without anything but letters, digits and the plus of `zip+4`. */
export function bareName(name: string): string {
  return foldColumnName(name)
    .replace(/[^\p{L}\p{N}+#]/gu, '')
    .replaceAll('#', 'number');
}

/** What a header text may mean, the likeliest first; none when it names no column. */
export function matchName(name: string): readonly NameMatch[] {
  const whole = MATCHES.get(foldColumnName(name)) ?? (name.trim() === '#' ? [] : MATCHES.get(bareName(name)));
  if (whole !== undefined) return whole;
  if (OF_OTHERS.test(spaced(name))) return [];
  const plain = name
    .replace(BRACKETS, (all, inside: string) => (REMARK.test(inside.trim()) ? '' : all))
    .trim();
  const found = lookUp(plain) ?? matchAlternatives(plain) ?? matchBracket(plain) ?? matchLabeledUnit(plain);
  if (found !== undefined && found.length > 0) return found;
  const spacedName = spaced(plain);
  const rest = spacedName.replace(OF_SERVICE.test(spacedName) ? OF_SERVICE : OF_ADDRESS, '');
  if (rest === spacedName || rest === '' || OTHERS.has(bareName(plain))) return [];
  const ofCall = OF_CALL.test(spacedName);
  return matchName(rest).filter(
    ({ column }) => PLACE_COLUMNS.has(column) || (ofCall && CALL_COLUMNS.has(column)),
  );
}

function lookUp(name: string): readonly NameMatch[] | undefined {
  return MATCHES.get(bareName(name)) ?? WORD_MATCHES.get(wordForm(name));
}

/** `Address 2 (Suite)`, `Caller Name (CNAM)`: the same column twice, or the unit and which piece of it. */
function matchBracket(name: string): readonly NameMatch[] | undefined {
  const [, outer = '', inner = ''] = /^([^()]*\S)\s*\(([^()]*)\)$/.exec(name) ?? [];
  const outside = outer === '' ? undefined : lookUp(outer);
  const inside = inner === '' ? undefined : (lookUp(inner) ?? matchAlternatives(inner));
  const [first] = inside ?? [];
  if (outside === undefined || first === undefined) return undefined;
  const same = outside.filter(({ column }) => column === first.column);
  if (same.length > 0) return same;
  return outside[0]?.column === 'unit' && isUnitName(first.column) ? inside : undefined;
}

/** `Hangar #`, `Unit Letter`: a unit and a word for what is under it. */
function matchLabeledUnit(name: string): readonly NameMatch[] | undefined {
  const [, unit = ''] = /^(.+) (?:number|letter|identifier|value)$/.exec(wordForm(name)) ?? [];
  const [match] = lookUp(unit) ?? [];
  const isUnit =
    match !== undefined && (unit === 'unit' || (isPiece(match.column) && isUnitName(match.column)));
  return isUnit && match.column !== 'department' ? [match] : undefined;
}

/** `State/Region`, `Zip or Postal Code`: alternatives that mean one column. Of pieces of a unit, the unit itself. */
function matchAlternatives(name: string): readonly NameMatch[] | undefined {
  const parts = name
    .split(/\s*(?:[/\\|,&]|\bor\b|\band\b|\betc\b\.?)\s*/i)
    .filter((part) => bareName(part) !== '');
  if (parts.length < 2) return undefined;
  const known = parts.map((part) => lookUp(part)?.[0]?.column).filter((column) => column !== undefined);
  if (known.length < parts.length) return undefined;
  const targets = new Set(known);
  const [only] = targets;
  if (targets.size === 1 && only !== undefined) return [{ column: only, rank: 1, name: '' }];
  return known.every(isUnitName) ? [{ column: 'unit', rank: 1, name: '' }] : undefined;
}

const NOT_UNIT: readonly ColumnTarget[] = [
  'house_prefix',
  'full_address',
  'area_code',
  'exchange',
  'line_number',
];

function isUnitName(column: ColumnTarget): boolean {
  return column === 'unit' || (isPiece(column) && !NOT_UNIT.includes(column));
}

/** Whether a target is a piece of a canonical column. */
export function isPiece(column: ColumnTarget): column is PieceColumn {
  return Object.hasOwn(PIECE_NAMES, column);
}

/** Whether a header names a thing that is not a column of a sheet: a status, another address, another person's. */
export function isOther(name: string): boolean {
  return OTHERS.has(bareName(name)) || REGULATORY.has(bareName(name)) || OF_OTHERS.test(spaced(name));
}

/** Every name of every column, and the column it means first. */
export const FIRST_MEANING: ReadonlyMap<string, ColumnTarget> = new Map(
  [...MATCHES].flatMap(([name, [match]]) => (match === undefined ? [] : [[name, match.column] as const])),
);

/** Whether a header names the ID of a regulatory address. */
export function isRegulatory(name: string): boolean {
  return REGULATORY.has(bareName(name));
}

/** How many different known columns the cells of a row name. */
export function countKnownColumns(cells: readonly string[]): number {
  return new Set(
    cells.map((cell) => (cell.length > 200 ? undefined : matchName(cell)[0]?.column)).filter(Boolean),
  ).size;
}

function collect(keyOf: (name: string) => string): Map<string, NameMatch[]> {
  const matches = new Map<string, NameMatch[]>();
  const add = (column: ColumnTarget, names: readonly string[]): void => {
    for (const [rank, name] of [column, ...names].entries()) {
      const key = keyOf(name);
      const known = matches.get(key) ?? [];
      if (key !== '' && !known.some((match) => match.column === column)) {
        matches.set(key, [...known, { column, rank, name }]);
      }
    }
  };
  // `ZIP+4` over whole codes is the postal code.
  for (const column of ['plus_four', ...CANONICAL_COLUMNS] as const) add(column, COLUMN_ALIASES[column]);
  for (const piece of PIECE_COLUMNS) add(piece, PIECE_NAMES[piece]);
  return matches;
}
