import type { NamedColumn } from './columns/column-map.ts';
import type { RowAccounts } from './columns/guarded-cells.ts';
import { openSheet, type Sheet } from './open-sheet.ts';

interface ColumnValue {
  readonly column: string;
  readonly value: string;
}

/** How a sheet is read, as the options say it (`options/sheet-options.ts`). */
export interface SheetReading {
  readonly delimiter?: string | undefined;
  readonly encoding?: string | undefined;
  readonly headerRow?: number | undefined;
  readonly worksheet?: string | undefined;
  readonly includeHidden: boolean;
  readonly map: readonly NamedColumn[];
  readonly set: readonly ColumnValue[];
  readonly setAlways: readonly ColumnValue[];
  readonly preferId: boolean;
  readonly maxXlsxMb?: number | undefined;
}

/** By which rules a row gets its account. */
interface AccountRules {
  /** The accounts of the config. */
  readonly accounts: { get(name: string): object | undefined };
  /** Account of rows that name none. */
  readonly defaultAccount: string | undefined;
  /** Values for cells (`--set`, `--set!`). */
  readonly sets?: readonly (ColumnValue & { readonly overrides: boolean })[];
}

/** Opens a sheet as its options say; its rows go to accounts by these rules. @throws UsageError */
export function openWithReading(path: string, reading: SheetReading, rules: AccountRules): Promise<Sheet> {
  const { delimiter, encoding, headerRow, worksheet, includeHidden, maxXlsxMb, map } = reading;
  return openSheet(path, {
    delimiter,
    encoding,
    headerRow,
    worksheet,
    includeHidden,
    maxXlsxMb,
    named: map,
    accounts: rowAccounts(rules),
  });
}

/** Undefined where an account column would change nothing, or each row without one is an error anyway. */
function rowAccounts({ accounts, defaultAccount, sets = [] }: AccountRules): RowAccounts | undefined {
  const ofAccount = sets.filter(({ column }) => column === 'account');
  if (ofAccount.some(({ overrides }) => overrides)) return undefined;
  const fallback = ofAccount[0]?.value ?? defaultAccount;
  return fallback === undefined ? undefined : { has: (name) => accounts.get(name) !== undefined, fallback };
}
