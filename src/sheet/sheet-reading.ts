import type { NamedColumn } from './columns/column-map.ts';
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

/** Opens a sheet as its options say. @throws UsageError */
export function openWithReading(path: string, reading: SheetReading): Promise<Sheet> {
  const { delimiter, encoding, headerRow, worksheet, includeHidden, maxXlsxMb, map } = reading;
  return openSheet(path, {
    delimiter,
    encoding,
    headerRow,
    worksheet,
    includeHidden,
    maxXlsxMb,
    named: map,
  });
}
