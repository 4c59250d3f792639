import { definitionsOf } from '../../config/account-map.ts';
import { cellReading } from '../../sheet/rows/cell-reading.ts';
import type { RowCheckerOptions } from '../../sheet/rows/check-row.ts';
import type { RunHost, RunOptions } from '../context/run-options.ts';

/**
 * By which rules the rows of a run are read: its accounts, what fills an empty cell, and what its options say of cells.
 * @throws UsageError when an option names an unknown column
 */
export function rowRules(
  options: Omit<RunOptions, 'state'>,
  { config }: Pick<RunHost, 'config'>,
): Omit<RowCheckerOptions, 'mapping' | 'acceptsSplit'> {
  const [only, ...others] = config.accounts.keys();
  return {
    accounts: definitionsOf(config),
    defaultAccount: options.account ?? config.defaults.account ?? (others.length === 0 ? only : undefined),
    defaultCountry: config.defaults.country ?? '',
    ...cellReading(options),
  };
}
