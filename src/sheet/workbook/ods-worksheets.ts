import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { FileRow } from '../source/row-source.ts';
import type { BookWorksheet } from './book-worksheet.ts';
import { odsTags } from './ods-tags.ts';
import { OdsWalk } from './ods-walk.ts';
import { refuseWorkbook } from './refuse-workbook.ts';
import { openZip, readWhole, type ZipFile, type ZipLimits } from './zip-file.ts';

const CONTENT = 'content.xml';
const SPREADSHEET = 'application/vnd.oasis.opendocument.spreadsheet';
const MAX_MIMETYPE_BYTES = 1024;
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
const BATCH_ROWS = 200;

/** Whether an archive is an OpenDocument file, a text or a drawing included. */
export function isOpenDocument(zip: ZipFile): boolean {
  return has(zip, CONTENT) && has(zip, 'mimetype');
}

/**
 * The worksheets of an OpenDocument spreadsheet (.ods), from one walk through it; the rows are walked through again.
 * @param limits of the archive when it is opened again
 * @throws UsageError when it is another kind of document, needs a password, or is damaged.
 */
export async function odsWorksheets(
  zip: ZipFile,
  sha256: string,
  limits: ZipLimits,
): Promise<readonly BookWorksheet[]> {
  await requireSpreadsheet(zip);
  const walk = new OdsWalk(zip.path, null);
  for await (const row of rowsOf(zip, walk)) void row;
  return walk.tables.map(({ name, isHidden, hiddenRows, hiddenColumns, refusal }, index) => ({
    name,
    isHidden,
    open: () => {
      if (refusal !== null) return Promise.reject(refusal);
      const hidden = { rows: hiddenRows, columns: hiddenColumns };
      return Promise.resolve({ hidden, records: () => readRows(zip.path, { sha256, limits, index }) });
    },
  }));
}

async function* readRows(
  path: string,
  { sha256, limits, index }: { readonly sha256: string; readonly limits: ZipLimits; readonly index: number },
): AsyncGenerator<readonly FileRow[]> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  if (hash.digest('hex') !== sha256) throw refuseWorkbook(path, 'SHEET_CHANGED');
  const zip = await openZip(path, limits);
  try {
    let batch: FileRow[] = [];
    for await (const row of rowsOf(zip, new OdsWalk(path, index))) {
      batch.push(row);
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } finally {
    await zip.close();
  }
}

async function* rowsOf(zip: ZipFile, walk: OdsWalk): AsyncGenerator<FileRow> {
  const content = zip.entries.find(({ name }) => name === CONTENT);
  if (content === undefined) return;
  for await (const tags of odsTags(zip.path, zip.read(content))) yield* walk.read(tags);
  if (!walk.isComplete) {
    throw refuseWorkbook(zip.path, 'SHEET_WORKBOOK_DAMAGED', { detail: 'the end of content.xml is missing' });
  }
}

async function requireSpreadsheet(zip: ZipFile): Promise<void> {
  const kind = await text(zip, 'mimetype', MAX_MIMETYPE_BYTES);
  if (!kind.startsWith(SPREADSHEET)) {
    throw refuseWorkbook(zip.path, 'SHEET_NOT_TEXT', {
      detail: `it is an OpenDocument file, but no spreadsheet (.ods): ${JSON.stringify(kind.slice(0, 80))}`,
    });
  }
  // Each encrypted part has such an entry (OpenDocument 1.3 part 2, 4.4).
  const manifest = await text(zip, 'META-INF/manifest.xml', MAX_MANIFEST_BYTES);
  if (manifest.includes('encryption-data')) throw refuseWorkbook(zip.path, 'SHEET_WORKBOOK_PASSWORD');
}

/** A small part, empty when there is none. */
async function text(zip: ZipFile, name: string, maxBytes: number): Promise<string> {
  const entry = zip.entries.find((each) => each.name === name);
  return entry === undefined ? '' : (await readWhole(zip, entry, maxBytes)).toString('utf8').trim();
}

function has(zip: ZipFile, name: string): boolean {
  return zip.entries.some((entry) => entry.name === name);
}
