import { UsageError } from '../../errors/app-error.ts';
import type { ExportOptions } from './export-options.ts';

/** @throws UsageError when options do not go together. */
export function requireConsistent(options: ExportOptions): void {
  const { filter, kind, compliance, compare, out } = options;
  const refuse = (message: string, hint: string): never => {
    throw new UsageError(message, { code: 'EXPORT_OPTIONS', hint });
  };
  const hasFilter = Object.keys(filter).length > 0;
  if (hasFilter && kind !== 'numbers' && kind !== 'available') {
    refuse(`The filters choose numbers; ${kind} are exported whole.`, 'Leave the filters away.');
  }
  if (compliance !== null && kind !== 'numbers') {
    refuse('--compliance is about numbers.', 'e911 export --compliance');
  }
  if (compliance !== null && hasFilter) {
    refuse(
      'A compliance export is of all numbers.',
      'Leave the filters away; --account may choose accounts.',
    );
  }
  if (compliance !== null && out?.toLowerCase().endsWith('.csv') === true) {
    refuse('A compliance export is a folder of files.', 'Give a folder with --out.');
  }
  if (compare !== undefined && filter.limit !== undefined) {
    refuse('A list that --limit cuts cannot be compared.', 'Leave --limit or --compare away.');
  }
}
