import type { PageRows, RowQuery } from './page-model.ts';

/** Answers which rows a reader's query leaves, and in which order, as indexes into the rows. */
export function findRows(model: PageRows): (query: RowQuery) => Uint32Array {
  const { columns, rows } = model;
  const kindColumn = columns.findIndex(({ shape }) => shape === 'kind');
  const matcher = textMatcher(model);
  return ({ text, kinds, choices, sortBy, descending }) => {
    const matches = matcher(text);
    const found = new Uint32Array(rows.length);
    let count = 0;
    for (const [index, cells] of rows.entries()) {
      if (kinds.size > 0 && !kinds.has(cells[kindColumn] ?? '')) continue;
      if ([...choices].some(([column, value]) => cells[column] !== value)) continue;
      if (matches(index)) found[count++] = index;
    }
    const order = found.subarray(0, count);
    if (sortBy === null) return order;
    const compare = compareBy(model, sortBy);
    const sign = descending ? -1 : 1;
    return order.sort((a, b) => sign * compare(a, b) || a - b);
  };
}

/** `Montréal` is found as `montreal`. */
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Whether a row has all words of a text, in any order; a telephone number is found however it is written. */
function textMatcher({ columns, rows }: PageRows): (text: string) => (index: number) => boolean {
  const codeColumns = columns.flatMap(({ shape }, index) => (shape === 'code' ? [index] : []));
  let folded: string[] | null = null;
  return (text) => {
    const words = fold(text)
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return () => true;
    // Made at the first search: it costs as much memory as the rows themselves.
    folded ??= rows.map((cells) => fold(cells.join('\n')));
    const haystack = folded;
    const digits = /^[\d\s()+./-]+$/.test(text) ? digitsOf(text) : '';
    return (index) =>
      words.every((word) => haystack[index]?.includes(word)) ||
      (digits.length > 3 &&
        codeColumns.some((column) => digitsOf(rows[index]?.[column] ?? '').includes(digits)));
  };
}

function compareBy({ columns, rows, kinds }: PageRows, column: number): (a: number, b: number) => number {
  const shape = columns[column]?.shape;
  const cell = (index: number): string => rows[index]?.[column] ?? '';
  if (shape === 'number') return (a, b) => Number(cell(a)) - Number(cell(b));
  if (shape === 'kind') {
    const rankOf = new Map(kinds.map(({ key }, index) => [key, index]));
    return (a, b) => (rankOf.get(cell(a)) ?? 99) - (rankOf.get(cell(b)) ?? 99);
  }
  const keys = new Map<number, string>();
  const keyOf = (index: number): string => {
    const key = keys.get(index) ?? fold(cell(index));
    keys.set(index, key);
    return key;
  };
  return (a, b) => {
    const [first, second] = [keyOf(a), keyOf(b)];
    // Empty cells have nothing to read: they follow all others.
    if (first === '' || second === '') return Number(first === '') - Number(second === '');
    return first < second ? -1 : first > second ? 1 : 0;
  };
}
