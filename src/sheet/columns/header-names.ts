import { ACTIONS } from '../../domain/request/request.ts';
import { createSuggester } from '../../domain/suggest.ts';
import { COLUMN_ALIASES, OTHER_MEANINGS, PIECE_NAMES, REGULATORY_NAMES } from './column-names.ts';
import {
  CANONICAL_COLUMNS,
  type CanonicalColumn,
  type ColumnTarget,
  findColumn,
  foldColumnName,
  PIECE_COLUMNS,
  type PieceColumn,
} from './columns.ts';

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

const MATCHES: ReadonlyMap<string, readonly NameMatch[]> = collect();
const OTHERS: ReadonlySet<string> = new Set(OTHER_MEANINGS.map(bareName));
const REGULATORY: ReadonlySet<string> = new Set(REGULATORY_NAMES.map(bareName));

/** Words in front of a name that say which address is meant, and mean the one that help is sent to. */
const OF_SERVICE =
  /^(?:e-?911|911|emergency|service|dispatch(?:able)?|physical|site|civic|installation|location|registered|endpoint|erl|premises?)\s*/i;
/** The word `address` in front of what it is made of: `Emergency Address City`. */
const OF_ADDRESS = /^(?:address|addr)[\s:.]+/i;
/** Words that make another address, number or person of it. */
const OF_OTHERS =
  /\b(?:billing|bill\s?to|mailing|shipping|ship\s?to|remit\w*|previous|prev|former|old|alternate|alt|parent|legal|regulatory|home|vendor|partner)\b/i;
/** What `OF_SERVICE` may precede. */
const PLACE_COLUMNS: ReadonlySet<ColumnTarget> = new Set([
  ...(['street', 'house_number', 'house_suffix', 'pre_directional', 'street_name', 'street_suffix'] as const),
  ...(['post_directional', 'unit', 'city', 'region', 'postal_code', 'plus_four', 'country'] as const),
  ...PIECE_COLUMNS,
]);
/** A remark in parentheses that is about the form of the cells and not about their meaning. */
const REMARK =
  /^(?:e\.?164|iso.*|required|optional|mandatory|req\.?|opt\.?|text|string|format.*|e\.g\..*|ex\.?:? .*|example.*|if .*|max.*|min.*|up to .*|no .*|with .*|without .*|include .*|us|usa|u\.s\.?|ca|us ?\/ ?ca|\d.*|two.letter.*|2.letter.*|abbr.*|code|digits|chars?|characters|s)$/i;
const BRACKETS = /\s*[([{]([^()[\]{}]*)[)\]}]/g;

/** A name without anything but letters, digits and the plus of `zip+4`. */
function bareName(name: string): string {
  return foldColumnName(name)
    .replace(/[^\p{L}\p{N}+#]/gu, '')
    .replaceAll('#', 'number');
}

/** What a header text may mean, the likeliest first; none when it names no column. */
export function matchName(name: string): readonly NameMatch[] {
  const whole = MATCHES.get(foldColumnName(name)) ?? MATCHES.get(bareName(name));
  if (whole !== undefined) return whole;
  if (OF_OTHERS.test(spaced(name))) return [];
  const plain = name
    .replace(BRACKETS, (all, inside: string) => (REMARK.test(inside.trim()) ? '' : all))
    .trim();
  const found = MATCHES.get(bareName(plain)) ?? matchAlternatives(plain);
  if (found !== undefined && found.length > 0) return found;
  const spacedName = spaced(plain);
  const rest = spacedName.replace(OF_SERVICE.test(spacedName) ? OF_SERVICE : OF_ADDRESS, '');
  if (rest === spacedName || rest === '') return [];
  return matchName(rest).filter(({ column }) => PLACE_COLUMNS.has(column));
}

/** `State/Region`, `Zip or Postal Code`: alternatives that mean one column. Of pieces of a unit, the unit itself. */
function matchAlternatives(name: string): readonly NameMatch[] | undefined {
  const parts = name
    .split(/\s*(?:[/\\|,&]|\bor\b|\band\b|\betc\b\.?)\s*/i)
    .filter((part) => bareName(part) !== '');
  if (parts.length < 2) return undefined;
  const known = parts
    .map((part) => MATCHES.get(bareName(part))?.[0]?.column)
    .filter((column) => column !== undefined);
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

/** Whether a header names the id of a regulatory address. */
export function isRegulatory(name: string): boolean {
  return REGULATORY.has(bareName(name));
}

/** How many different known columns the cells of a row name. */
export function countKnownColumns(cells: readonly string[]): number {
  return new Set(
    cells.map((cell) => (cell.length > 200 ? undefined : matchName(cell)[0]?.column)).filter(Boolean),
  ).size;
}

const suggestName = createSuggester([...MATCHES.keys()]);

/** The column whose name is nearest to a mistyped header; undefined when none is near or the header means something else. */
export function suggestColumn(name: string): CanonicalColumn | PieceColumn | undefined {
  const bare = bareName(name);
  if (OTHERS.has(bare) || REGULATORY.has(bare) || OF_OTHERS.test(spaced(name))) return undefined;
  const near = suggestName(bare);
  return near === undefined ? containedColumn(name) : MATCHES.get(near)?.[0]?.column;
}

/** Names that say too little inside a longer one. */
const VAGUE: ReadonlySet<string> = new Set(
  [
    'number',
    'name',
    'type',
    'location',
    'description',
    'label',
    'company',
    'st',
    'callback',
    'address',
    'account',
  ]
    .concat(['secondary', 'application', 'feature', 'line 1', 'line 2', 'tel', 'endpoint', 'street', 'email'])
    .map(bareName),
);

/** The column that is named by a run of words inside a header: `Store Phone Number`. */
function containedColumn(name: string): ColumnTarget | undefined {
  const words = spaced(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  for (let size = Math.min(words.length - 1, 3); size > 0; size--) {
    for (let at = words.length - size; at >= 0; at--) {
      const inner = bareName(words.slice(at, at + size).join(''));
      const column = VAGUE.has(inner) ? undefined : MATCHES.get(inner)?.[0]?.column;
      if (column !== undefined) return column;
    }
  }
  return undefined;
}

/** `companyName` with its words apart. */
function spaced(name: string): string {
  return name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/[_-]+/g, ' ');
}

const GUARDED = ['action', 'account'] as const;
const suggestGuarded = createSuggester([...GUARDED, ...COLUMN_ALIASES.action]);

/**
 * The column that decides what is done or where, when a header is a typing mistake of it: `Acton` over rows of `ignore` would
 * assign them all.
 */
export function nearGuardedColumn(name: string): (typeof GUARDED)[number] | undefined {
  const bare = bareName(name);
  if (OTHERS.has(bare) || findColumn(name) !== undefined || (ACTIONS as readonly string[]).includes(bare)) {
    return undefined;
  }
  const first = GUARDED.find((column) => isFirstLetterWrong(bare, column));
  if (first !== undefined) return first;
  const cut = GUARDED.find(
    (name) => bare.length >= 4 && name.length - bare.length <= 2 && isSubsequence(bare, name),
  );
  const near = cut ?? suggestGuarded(bare);
  if (near === undefined || bare.length < near.length - 2 || bare.charAt(0) !== near.charAt(0)) {
    return undefined;
  }
  if (cut === undefined && near.length - bare.length > 1) return undefined;
  return near === 'account' ? 'account' : 'action';
}

/** Keys around `a`, with which both guarded names begin. */
const BESIDE_A: ReadonlySet<string> = new Set('qwszx');

/** Whether the one mistake is at the first letter: left out, doubled, swapped with the second, or the key beside it. */
function isFirstLetterWrong(bare: string, name: string): boolean {
  const rest = name.slice(1);
  const isBeside = BESIDE_A.has(bare.charAt(0)) && (bare.slice(1) === rest || bare.slice(1) === name);
  const swapped = `${name.charAt(1)}${name.charAt(0)}${name.slice(2)}`;
  return isBeside || bare === rest || bare === swapped;
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short.charAt(at)) at++;
  return at === short.length;
}

function collect(): Map<string, NameMatch[]> {
  const matches = new Map<string, NameMatch[]>();
  const add = (column: ColumnTarget, names: readonly string[]): void => {
    for (const [rank, name] of [column, ...names].entries()) {
      const key = bareName(name);
      const known = matches.get(key) ?? [];
      if (!known.some((match) => match.column === column)) {
        matches.set(key, [...known, { column, rank, name }]);
      }
    }
  };
  // `ZIP+4` over whole codes is the postal code.
  for (const column of ['plus_four', ...CANONICAL_COLUMNS] as const) add(column, COLUMN_ALIASES[column]);
  for (const piece of PIECE_COLUMNS) add(piece, PIECE_NAMES[piece]);
  return matches;
}
