import { ACTIONS } from '../../domain/request/request.ts';
import { createSuggester } from '../../domain/suggest.ts';
import { COLUMN_ALIASES, OTHER_MEANINGS, PROPOSED_NAMES } from './column-names.ts';
import { DOORS } from './column-shapes.ts';
import { type CanonicalColumn, type ColumnTarget, findColumn, type PieceColumn } from './columns.ts';
import { bareName, FIRST_MEANING, isOther } from './header-names.ts';
import { spaced } from './header-words.ts';

const OTHERS: ReadonlySet<string> = new Set(OTHER_MEANINGS.map(bareName));
const suggestName = createSuggester([...FIRST_MEANING.keys()]);
const PROPOSED: ReadonlyMap<string, CanonicalColumn> = new Map(
  PROPOSED_NAMES.flatMap(([column, names]) => names.map((name) => [bareName(name), column] as const)),
);

/** The column whose name is nearest to a mistyped header; undefined when none is near or the header means something else. */
export function suggestColumn(name: string): CanonicalColumn | PieceColumn | undefined {
  const bare = bareName(name);
  const proposed = PROPOSED.get(bare);
  if (proposed !== undefined) return proposed;
  if (isOther(name)) return undefined;
  const near = suggestName(bare);
  return near === undefined ? containedColumn(name) : FIRST_MEANING.get(near);
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
    .concat(['space', 'level', 'lot', 'wing', 'tower', 'slip', 'pier', 'trailer', 'seat', 'pod'], DOORS)
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
      const column = VAGUE.has(inner) ? undefined : FIRST_MEANING.get(inner);
      if (column !== undefined) return column;
    }
  }
  return undefined;
}

const GUARDED = ['action', 'account'] as const;
const suggestGuarded = createSuggester([...GUARDED, ...COLUMN_ALIASES.action]);

/**
 * The column that decides what is done or where, when a header is a typing mistake of it: `Acton` over rows of `ignore` would
 * assign them all.
 */
export function nearGuardedColumn(name: string): (typeof GUARDED)[number] | undefined {
  const bare = withLatinLetters(bareName(name));
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

/** Letters of other alphabets that look like those of `action` and `account`. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({ a: 'аα', c: 'сϲ', t: 'тτ', i: 'іιı', o: 'оο', n: 'пη' }).flatMap(([latin, others]) =>
    [...others].map((other) => [other, latin] as const),
  ),
);

function withLatinLetters(text: string): string {
  return [...text.normalize('NFKC')].map((letter) => LOOK_ALIKES.get(letter) ?? letter).join('');
}

/** Keys around `a`, with which both guarded names begin. */
const BESIDE_A: ReadonlySet<string> = new Set('qwszx');

/** Whether the one mistake is at the first letter: left out, another one, doubled, or swapped with the second. */
function isFirstLetterWrong(bare: string, name: string): boolean {
  const rest = name.slice(1);
  const isBeside = BESIDE_A.has(bare.charAt(0)) && bare.slice(1) === name;
  const swapped = `${name.charAt(1)}${name.charAt(0)}${name.slice(2)}`;
  return isBeside || bare.slice(1) === rest || bare === rest || bare === swapped;
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short.charAt(at)) at++;
  return at === short.length;
}
