import { readPhoneNumber } from '../../domain/phone-number.ts';
import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import { countKnownColumns, HEADER_SEARCH_ROWS, matchName } from '../columns/header-names.ts';
import type { RowSource } from '../source/row-source.ts';
import { refuseWorkbook } from './refuse-workbook.ts';
import { scanWorksheet } from './scan-worksheet.ts';
import { readWorkbookParts, requireNoDoctype, type Worksheet } from './workbook-parts.ts';
import { readWorkbookRows } from './workbook-rows.ts';
import { inMb, openZip, tooLarge, type ZipEntry, type ZipFile, type ZipLimits } from './zip-file.ts';

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
    const parts = await readWorkbookParts(zip);
    const worksheet = choose(path, parts.worksheets, options.worksheet);
    if (parts.sharedStrings !== undefined) await proveText(zip, parts.sharedStrings);
    const others =
      options.worksheet === undefined
        ? parts.worksheets.filter((each) => !each.isHidden && each !== worksheet)
        : [];
    if (others.length > 0) {
      await requireNoOtherNumbers({ zip, sha256, worksheet, digitFormats: parts.digitFormats }, others);
    }
    const { digitColumns, hidden } = await scanWorksheet(path, zip.read(worksheet.part), parts.digitFormats);
    return {
      path,
      sha256,
      detected: {
        format: 'xlsx',
        encoding: '',
        bom: false,
        delimiter: '',
        lineEnding: '',
        worksheet: worksheet.name,
        otherWorksheets: others.map(({ name }) => name),
      },
      hasShortRows: true,
      hidden,
      records: () => readWorkbookRows({ path, sha256, sheetIndex: worksheet.index, digitColumns }),
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

function choose(path: string, worksheets: readonly Worksheet[], name: string | undefined): Worksheet {
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

interface Book {
  readonly zip: ZipFile;
  readonly sha256: string;
  readonly worksheet: Worksheet;
  readonly digitFormats: ReadonlyMap<number, string>;
}

/**
 * Which of several worksheets with numbers is meant, only the user knows.
 * @throws UsageError SHEET_WORKSHEET_CHOICE that names those that would not be read.
 */
async function requireNoOtherNumbers(book: Book, others: readonly Worksheet[]): Promise<void> {
  const found: string[] = [];
  for (const other of others) if (await hasNumbers(book, other)) found.push(other.name);
  if (found.length === 0) return;
  const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
  const read = book.worksheet.name;
  throw refuseWorkbook(book.zip.path, 'SHEET_WORKSHEET_CHOICE', {
    detail: `${quoted(found)} (the first worksheet is "${read}")`,
    hint: `Name the one to read with --worksheet: ${quoted([read, ...others.map(({ name }) => name)])}.`,
  });
}

async function hasNumbers({ zip, sha256, digitFormats }: Book, { part, index }: Worksheet): Promise<boolean> {
  const { digitColumns } = await scanWorksheet(zip.path, zip.read(part), digitFormats);
  const keys: number[] = [];
  const task = { path: zip.path, sha256, sheetIndex: index, digitColumns };
  for (const [at, cells] of (await firstRows(task)).entries()) {
    const isKeyed = keys.some((position) => (cells[position] ?? '') !== '');
    if (isKeyed || cells.some((cell) => cell.length >= 10 && readPhoneNumber(cell, 'US').ok)) return true;
    keys.push(...keyColumns(cells, at));
  }
  return false;
}

async function firstRows(task: Parameters<typeof readWorkbookRows>[0]): Promise<(readonly string[])[]> {
  const found: (readonly string[])[] = [];
  for await (const rows of readWorkbookRows(task)) {
    found.push(...rows.map(({ cells }) => cells));
    if (found.length >= ROWS_OF_OTHERS) break;
  }
  return found.slice(0, ROWS_OF_OTHERS);
}

/** Columns that name what a row changes, though their cells are no phone numbers. */
const OTHER_KEYS: ReadonlySet<string> = new Set(['endpoint_user_id', 'endpoint_id', 'area_code']);

/** Where such columns are, in a row that can be the header. */
function keyColumns(cells: readonly string[], row: number): number[] {
  if (row >= HEADER_SEARCH_ROWS || countKnownColumns(cells) < 2) return [];
  return [...cells.keys()].filter((at) =>
    matchName(cells[at] ?? '').some(({ column }) => OTHER_KEYS.has(column)),
  );
}

/** Unpacks a part to its end without keeping it. */
async function proveText(zip: ZipFile, entry: ZipEntry): Promise<void> {
  let rest = '';
  for await (const chunk of zip.read(entry)) {
    const text = rest + chunk.toString('latin1');
    requireNoDoctype(zip.path, text);
    // A word that is cut by the edge of two chunks is found with the next one.
    rest = text.slice(-10);
  }
}
