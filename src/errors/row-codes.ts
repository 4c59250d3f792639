import { ADDRESS_CODES } from './address-codes.ts';
import { CELL_CODES } from './cell-codes.ts';
import { cellProblem, type Problem, type Severity } from './problem.ts';

/** Every code that reading a sheet and checking its rows can give: the one table of row problems. */
export const ROW_CODES = { ...CELL_CODES, ...ADDRESS_CODES } as const;

export type RowCode = keyof typeof ROW_CODES;

/** Whether a text is a code of the table. */
export function isRowCode(code: string): code is RowCode {
  return Object.hasOwn(ROW_CODES, code);
}

/** A problem by its code; message and hint are the table's own unless something more exact is known. */
export function rowProblem(
  code: RowCode,
  facts: {
    readonly row: number;
    readonly column?: string;
    readonly value?: string;
    readonly severity?: Severity;
    readonly message?: string | undefined;
    readonly hint?: string | undefined;
  },
): Problem {
  return cellProblem({
    row: facts.row,
    column: facts.column ?? '',
    value: facts.value ?? '',
    severity: facts.severity ?? 'error',
    code,
    message: facts.message ?? ROW_CODES[code].title,
    hint: facts.hint ?? ROW_CODES[code].hint,
  });
}
