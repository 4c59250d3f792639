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
    refuse(`Filters choose numbers; ${kind} are always exported in full.`, 'Leave out the filters.');
  }
  if (compliance !== null && kind !== 'numbers') {
    refuse('--compliance exports numbers only.', 'e911 export --compliance');
  }
  if (compliance !== null && hasFilter) {
    refuse('A compliance export covers all numbers.', 'Leave out the filters; --account chooses accounts.');
  }
  if (compliance !== null && out?.toLowerCase().endsWith('.csv') === true) {
    refuse('A compliance export is a folder of files, not one CSV file.', 'Give a folder with --out.');
  }
  if (compare !== undefined && filter.limit !== undefined) {
    refuse('A list that --limit cuts cannot be compared.', 'Leave out --limit or --compare.');
  }
}
