import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import { commandError } from '../../errors/command-errors.ts';
import { type ColumnTarget, foldColumnName } from './columns.ts';
import { COLUMN_TARGETS, matchName } from './header-names.ts';

/** What the user says of a column: its header text, and the column it is; an empty one is to be ignored. */
export interface NamedColumn {
  readonly header: string;
  readonly column: string;
}

/**
 * The columns that the user names, by the header's position; null for one to ignore.
 * @throws UsageError when the sheet lacks the header, or the column is unknown.
 */
export function readNamedColumns(
  named: readonly NamedColumn[],
  headers: readonly { readonly name: string; readonly position: number }[],
): ReadonlyMap<number, ColumnTarget | null> {
  const found = new Map<number, ColumnTarget | null>();
  for (const { header, column } of named) {
    const wanted = foldColumnName(header);
    const at = headers.find(({ name }) => foldColumnName(name) === wanted);
    if (at === undefined) {
      const names = headers.map(({ name }) => name).filter((name) => name.trim() !== '');
      throw commandError('mapHeaderUnknown', {
        header,
        meant: didYouMean(createSuggester(names)(header)),
        names: names.join(', '),
      });
    }
    const target = column.trim() === '' ? null : requireTarget(column, '--map');
    const earlier = found.get(at.position);
    if (earlier !== undefined && earlier !== target) {
      const values = { first: earlier ?? '', second: target ?? '' };
      throw commandError('setTwice', { option: '--map', column: at.name, ...values });
    }
    found.set(at.position, target);
  }
  return found;
}

/** A column by its own name or another name of it, as an option names it. @throws UsageError */
export function requireTarget(text: string, option: string): ColumnTarget {
  const folded = foldColumnName(text);
  const target =
    COLUMN_TARGETS.find((column) => foldColumnName(column) === folded) ?? matchName(text)[0]?.column;
  if (target !== undefined) return target;
  throw commandError('mapColumnUnknown', {
    option,
    column: text,
    meant: didYouMean(createSuggester(COLUMN_TARGETS)(text)),
    targets: COLUMN_TARGETS.join(', '),
  });
}
