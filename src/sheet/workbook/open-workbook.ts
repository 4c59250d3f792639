import { readPhoneNumber } from '../../domain/phone-number.ts';
import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import { countKnownColumns, HEADER_SEARCH_ROWS, matchName } from '../columns/header-names.ts';
import type { FileRow, RowSource } from '../source/row-source.ts';
import type { BookWorksheet } from './book-worksheet.ts';
import { isOpenDocument, odsWorksheets } from './ods-worksheets.ts';
import { refuseWorkbook } from './refuse-workbook.ts';
import { xlsxWorksheets } from './xlsx-worksheets.ts';
import { inMb, openZip, tooLarge, type ZipLimits } from './zip-file.ts';

const MB = 1024 * 1024;
const USUAL_LIMITS: ZipLimits = {
  entries: 4096,
  entryBytes: 256 * MB,
  totalBytes: 512 * MB,
  ratio: 200,
  ratioFromBytes: 16 * MB,
};

/** What is asked of a workbook. */
export interface WorkbookOptions {
  /** Name of the worksheet; the first one that is not hidden when absent. */
  readonly worksheet?: string | undefined;
  /** Megabytes that the workbook may have unpacked, in one part and in all, in place of the usual limits. */
  readonly maxXlsxMb?: number | undefined;
  /** Whether hidden rows and columns are read like any other. */
  readonly includeHidden?: boolean | undefined;
}

/**
 * Opens a workbook: its list of contents is held against the limits, every part that will be read is unpacked once to see
 * that its size is the one it claims, and the worksheet is looked through before any library sees it.
 * @throws UsageError when it is not a workbook, is damaged, too large, or has no such worksheet.
 */
export async function openWorkbook(
  file: { readonly path: string; readonly sha256: string; readonly bytes: number },
  options: WorkbookOptions,
): Promise<RowSource> {
  const { path, sha256 } = file;
  const limits = limitsOf(options.maxXlsxMb);
  if (file.bytes > limits.totalBytes) throw tooLarge(path, `it has ${inMb(file.bytes)} MB already packed`);
  const zip = await openZip(path, limits);
  try {
    const format = isOpenDocument(zip) ? 'ods' : 'xlsx';
    const worksheets =
      format === 'ods' ? await odsWorksheets(zip, sha256, limits) : await xlsxWorksheets(zip, sha256);
    const worksheet = choose(path, worksheets, options.worksheet);
    const others =
      options.worksheet === undefined
        ? worksheets.filter((each) => !each.isHidden && each !== worksheet)
        : [];
    if (others.length > 0) await requireNoOtherNumbers(path, worksheet, others);
    const { hidden, records } = await worksheet.open();
    return {
      path,
      sha256,
      detected: {
        format,
        encoding: '',
        bom: false,
        delimiter: '',
        lineEnding: '',
        worksheet: worksheet.name,
        otherWorksheets: others.map(({ name }) => name),
      },
      hasShortRows: true,
      hidden,
      records,
    };
  } finally {
    await zip.close();
  }
}

function limitsOf(maxMb: number | undefined): ZipLimits {
  if (maxMb === undefined) return USUAL_LIMITS;
  const bytes = maxMb * MB;
  // Who names a size vouches for it; the rest of the limits stays.
  return { ...USUAL_LIMITS, entryBytes: bytes, totalBytes: bytes, ratio: Number.POSITIVE_INFINITY };
}

function choose(path: string, worksheets: readonly BookWorksheet[], name: string | undefined): BookWorksheet {
  const visible = worksheets.filter((each) => !each.isHidden);
  const wanted = name?.trim().toLowerCase();
  const found =
    wanted === undefined ? visible[0] : worksheets.find((each) => each.name.trim().toLowerCase() === wanted);
  if (found !== undefined) return found;
  const names = visible.map((each) => each.name);
  const shown = names.slice(0, 20).map((each) => `"${each}"`);
  throw refuseWorkbook(path, 'SHEET_WORKSHEET_UNKNOWN', {
    detail: name === undefined ? 'it shows none at all' : `"${name}"`,
    hint:
      names.length === 0
        ? 'Add a worksheet with the numbers, or name a hidden one: --worksheet NAME.'
        : `It has: ${shown.join(', ')}.${name === undefined ? '' : didYouMean(createSuggester(names)(name))}`,
  });
}

/** Rows of another worksheet that are searched for numbers. */
const ROWS_OF_OTHERS = 1000;

/**
 * Which of several worksheets with numbers is meant, only the user knows.
 * @throws UsageError SHEET_WORKSHEET_CHOICE that names those that would not be read.
 */
async function requireNoOtherNumbers(
  path: string,
  { name: read }: BookWorksheet,
  others: readonly BookWorksheet[],
): Promise<void> {
  const found: string[] = [];
  for (const other of others) if (await hasNumbers(other)) found.push(other.name);
  if (found.length === 0) return;
  const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
  throw refuseWorkbook(path, 'SHEET_WORKSHEET_CHOICE', {
    detail: `${quoted(found)} (the first worksheet is "${read}")`,
    hint: `Name the one to read with --worksheet: ${quoted([read, ...others.map(({ name }) => name)])}.`,
  });
}

async function hasNumbers(worksheet: BookWorksheet): Promise<boolean> {
  const { records } = await worksheet.open();
  const keys: number[] = [];
  for (const [at, cells] of (await firstRows(records())).entries()) {
    const isKeyed = keys.some((position) => (cells[position] ?? '') !== '');
    if (isKeyed || cells.some((cell) => cell.length >= 10 && readPhoneNumber(cell, 'US').ok)) return true;
    keys.push(...keyColumns(cells, at));
  }
  return false;
}

async function firstRows(records: AsyncIterable<readonly FileRow[]>): Promise<(readonly string[])[]> {
  const found: (readonly string[])[] = [];
  for await (const rows of records) {
    found.push(...rows.map(({ cells }) => cells));
    if (found.length >= ROWS_OF_OTHERS) break;
  }
  return found.slice(0, ROWS_OF_OTHERS);
}

/** Columns that name what a row changes, though their cells are not phone numbers. */
const OTHER_KEYS: ReadonlySet<string> = new Set(['endpoint_user_id', 'endpoint_id', 'area_code']);

/** Where such columns are, in a row that can be the header. */
function keyColumns(cells: readonly string[], row: number): number[] {
  if (row >= HEADER_SEARCH_ROWS || countKnownColumns(cells) < 2) return [];
  return [...cells.keys()].filter((at) =>
    matchName(cells[at] ?? '').some(({ column }) => OTHER_KEYS.has(column)),
  );
}
