import type { PageRows, RowQuery } from './page-model.ts';

/** Answers which rows a reader's question leaves, and in which order, as indexes into the rows. */
export function findRows(model: PageRows): (query: RowQuery) => Uint32Array {
  const { columns, rows } = model;
  const kindColumn = columns.findIndex(({ shape }) => shape === 'kind');
  const codeColumns = columns.flatMap(({ shape }, index) => (shape === 'code' ? [index] : []));
  const rankOfKind = new Map(model.kinds.map(({ key }, index) => [key, index]));
  let folded: string[] | null = null;

  /** `Montréal` is found as `montreal`. */
  const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const digitsOf = (text: string): string => text.replace(/\D/g, '');

  function matcher(text: string): ((index: number) => boolean) | null {
    const words = fold(text)
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return null;
    // Made at the first search: it costs as much memory as the rows themselves.
    folded ??= rows.map((cells) => fold(cells.join('\n')));
    const haystack = folded;
    // A telephone number is found however it is written.
    const digits = /^[\d\s()+./-]+$/.test(text) ? digitsOf(text) : '';
    return (index) =>
      words.every((word) => haystack[index]?.includes(word)) ||
      (digits.length > 3 &&
        codeColumns.some((column) => digitsOf(rows[index]?.[column] ?? '').includes(digits)));
  }

  function compareBy(column: number): (a: number, b: number) => number {
    const shape = columns[column]?.shape;
    const cell = (index: number): string => rows[index]?.[column] ?? '';
    if (shape === 'number') return (a, b) => Number(cell(a)) - Number(cell(b));
    if (shape === 'kind') return (a, b) => (rankOfKind.get(cell(a)) ?? 99) - (rankOfKind.get(cell(b)) ?? 99);
    const keys = new Map<number, string>();
    const key = (index: number): string => {
      const known = keys.get(index);
      if (known !== undefined) return known;
      const made = fold(cell(index));
      keys.set(index, made);
      return made;
    };
    return (a, b) => {
      const [first, second] = [key(a), key(b)];
      // Empty cells come last, whatever else: nobody sorts to see nothing.
      if (first === '' || second === '') return Number(first === '') - Number(second === '');
      return first < second ? -1 : first > second ? 1 : 0;
    };
  }

  return (query) => {
    const matches = matcher(query.text);
    const choices = [...query.choices];
    const found = new Uint32Array(rows.length);
    let count = 0;
    for (let index = 0; index < rows.length; index++) {
      const cells = rows[index];
      if (cells === undefined) continue;
      if (query.kinds.size > 0 && !query.kinds.has(cells[kindColumn] ?? '')) continue;
      if (choices.some(([column, value]) => cells[column] !== value)) continue;
      if (matches !== null && !matches(index)) continue;
      found[count++] = index;
    }
    const order = found.subarray(0, count);
    if (query.sortBy !== null) {
      const compare = compareBy(query.sortBy);
      const sign = query.descending ? -1 : 1;
      order.sort((a, b) => sign * compare(a, b) || a - b);
    }
    return order;
  };
}
