import { workbookEnding } from '../../domain/sheet-name.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { ExportOptions } from './export-options.ts';

/** @throws UsageError when options do not go together. */
export function requireConsistent(options: ExportOptions): void {
  const { filter, kind, compliance, compare, out } = options;
  const hasFilter = Object.keys(filter).length > 0;
  if (out !== undefined && workbookEnding(out) !== '') throw commandError('exportIntoWorkbook', { out });
  if (hasFilter && kind !== 'numbers' && kind !== 'available') {
    throw commandError('filtersOfOtherKind', { kind });
  }
  if (compliance !== null) {
    if (kind !== 'numbers') throw commandError('complianceOfOtherKind');
    if (hasFilter) throw commandError('complianceFiltered');
    if (out?.toLowerCase().endsWith('.csv') === true) throw commandError('complianceIntoFile');
  }
  if (compare !== undefined && filter.limit !== undefined) throw commandError('compareLimited');
}
