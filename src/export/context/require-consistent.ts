import { workbookEnding } from '../../domain/sheet-name.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { ExportOptions } from './export-options.ts';

/** @throws UsageError when options do not go together. */
export function requireConsistent(options: ExportOptions): void {
  const { filter, kind, compliance, compare, out } = options;
  const hasFilter = Object.keys(filter).length > 0;
  const ending = out === undefined ? '' : workbookEnding(out);
  if (out !== undefined && ending !== '' && ending !== '.xlsx') {
    throw commandError('exportIntoWorkbook', { out });
  }
  if (hasFilter && kind !== 'numbers' && kind !== 'available') {
    throw commandError('filtersOfOtherKind', { kind });
  }
  if (compliance !== null) {
    if (kind !== 'numbers') throw commandError('complianceOfOtherKind');
    if (hasFilter) throw commandError('complianceFiltered');
    if (/\.(?:csv|xlsx)$/i.test(out ?? '')) throw commandError('complianceIntoFile');
  }
  if (compare !== undefined && filter.limit !== undefined) throw commandError('compareLimited');
}
