import { UsageError } from '../../errors/app-error.ts';

/*
 * Why a workbook is not read, once each: the sentence after the file's name, and how to fix it. A code is never renamed
 * and never reused for something else.
 */
const AS_CSV = 'In the spreadsheet program choose "Save as", then "CSV UTF-8", and give that file.';
const AGAIN = 'Open it in the spreadsheet program and save it again as .xlsx, or as "CSV UTF-8".';

/** Why a workbook is not read, by code: what is said of it, and what to do. */
export const WORKBOOK_REFUSALS = {
  SHEET_NOT_TEXT: { says: 'is a workbook or an archive, not text', hint: AS_CSV },
  SHEET_BINARY: {
    says: 'is neither a text nor a workbook',
    hint: `Check that this is the right file. ${AGAIN}`,
  },
  SHEET_WORKBOOK_OLD: {
    says: 'is a workbook of the kind before 2007 (.xls)',
    hint: 'In the spreadsheet program choose "Save as", then "Excel workbook (.xlsx)" or "CSV UTF-8".',
  },
  SHEET_WORKBOOK_PASSWORD: {
    says: 'is protected with a password',
    hint: 'Open it with its password and save it without one, or save the worksheet as "CSV UTF-8".',
  },
  SHEET_WORKBOOK_DAMAGED: { says: 'is damaged or was cut off', hint: `Fetch the file again. ${AGAIN}` },
  SHEET_WORKBOOK_TOO_LARGE: {
    says: 'is too large when it is unpacked',
    hint: `${AS_CSV} If you trust the file, allow more: --max-xlsx-mb 1024.`,
  },
  SHEET_WORKBOOK_SLOW: { says: 'takes too long to unpack', hint: AS_CSV },
  SHEET_WORKBOOK_DOCTYPE: {
    says: 'declares a document type, which no spreadsheet program writes',
    hint: AGAIN,
  },
  SHEET_WORKBOOK_REFERENCE: { says: 'names cells that a worksheet cannot have', hint: AGAIN },
  SHEET_FORMULA_NO_VALUE: {
    says: 'holds a formula whose result was never stored',
    hint: 'Open it in the spreadsheet program, wait until it has computed, and save it.',
  },
  SHEET_WORKSHEET_UNKNOWN: {
    says: 'has no such worksheet',
    hint: 'Name one of its worksheets with --worksheet.',
  },
  SHEET_WORKSHEET_CHOICE: {
    says: 'has phone numbers or end users in a worksheet that would not be read',
    hint: 'Name the one to read with --worksheet.',
  },
  SHEET_HIDDEN: {
    says: 'hides rows or columns that would be read',
    hint: 'Show them, delete them, or read them like any other: --include-hidden',
  },
  SHEET_CHANGED: {
    says: 'was changed while it was read',
    hint: 'Let the other program finish writing, then start again.',
  },
} as const satisfies Record<string, { readonly says: string; readonly hint: string }>;

type WorkbookRefusal = keyof typeof WORKBOOK_REFUSALS;

/** Whether a text is the code of a refusal. */
export function isWorkbookRefusal(code: string): code is WorkbookRefusal {
  return Object.hasOwn(WORKBOOK_REFUSALS, code);
}

/** The error of a workbook that is not read; `detail` is said behind the sentence, `hint` in place of the usual one. */
export function refuseWorkbook(
  path: string,
  code: WorkbookRefusal,
  more: { readonly detail?: string; readonly hint?: string; readonly cause?: unknown } = {},
): UsageError {
  const { says, hint } = WORKBOOK_REFUSALS[code];
  return new UsageError(`${path} ${says}${more.detail ? `: ${more.detail}` : ''}.`, {
    code,
    hint: more.hint ?? hint,
    cause: more.cause,
  });
}
