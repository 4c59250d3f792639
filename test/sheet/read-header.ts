import { UsageError } from '../../src/errors/app-error.ts';
import { type HeaderContext, mapHeader } from '../../src/sheet/columns/map-header.ts';

/** Header -> one value under it; what each column is read as, and the warnings. */
export function read(
  sheet: Record<string, string | readonly string[]>,
  named: HeaderContext['named'] = [],
  accounts?: HeaderContext['accounts'],
) {
  const names = Object.keys(sheet);
  const rows = Math.max(...Object.values(sheet).map((cell) => (typeof cell === 'string' ? 1 : cell.length)));
  const sample = Array.from({ length: rows }, (_, at) =>
    Object.values(sheet).map((cell) => (typeof cell === 'string' ? cell : (cell[at] ?? ''))),
  );
  const { mapping, warnings } = mapHeader(names, 1, { sample, named, accounts });
  const used = [...mapping.columns, ...(mapping.pieces ?? [])].map(
    ([column, position]) => [names[position], column] as const,
  );
  return { used: Object.fromEntries(used), warnings, unknown: mapping.unknown };
}

export function refused(...sheet: Parameters<typeof read>): UsageError {
  try {
    read(...sheet);
  } catch (error) {
    if (error instanceof UsageError) return error;
  }
  throw new Error('not refused');
}
