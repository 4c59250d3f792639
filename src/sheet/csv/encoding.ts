import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';
import type { UsageError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import { systemCode } from '../../errors/system-code.ts';
import { emptySheet } from '../source/empty-sheet.ts';
import { nearFile } from '../source/near-file.ts';
import { refuseWorkbook } from '../workbook/refuse-workbook.ts';

/** What one reading of all bytes tells: enough to decode and to recognize the file again. */
export interface FileFacts {
  readonly sha256: string;
  readonly encoding: string;
  /** What the first bytes say: text, a ZIP archive such as a workbook, or a workbook of the kind before 2007. */
  readonly kind: 'text' | 'zip' | 'ole2';
  readonly bytes: number;
  /** Whether the file begins with a byte order mark. */
  readonly bom: boolean;
  /** Windows-1252 is what remains when nothing else fits, not something the bytes say. */
  readonly guessed: boolean;
  /** The first bytes of the file. */
  readonly head: Buffer;
}

const HEAD_BYTES = 64 * 1024;

/**
 * Reads the file once from end to end: its hash, and its encoding by BOM, by the pattern of NULs that UTF-16 has,
 * by strict UTF-8 over every byte, else Windows-1252.
 * @throws UsageError when the file cannot be read, is empty, is not text, or does not fit the named encoding.
 */
export async function inspectFile(path: string, encoding: string | undefined): Promise<FileFacts> {
  if (encoding !== undefined && !iconv.encodingExists(encoding)) {
    throw commandError('encodingUnknown', { encoding });
  }
  await requireFile(path);
  const hash = createHash('sha256');
  const strict = new TextDecoder('utf-8', { fatal: true });
  const head: Buffer[] = [];
  let bytes = 0;
  let badUtf8After: number | undefined;
  for await (const chunk of readBytes(path)) {
    hash.update(chunk);
    if (bytes < HEAD_BYTES) head.push(chunk.subarray(0, HEAD_BYTES - bytes));
    if (badUtf8After === undefined && !decodes(strict, chunk, true)) badUtf8After = bytes;
    bytes += chunk.length;
  }
  if (badUtf8After === undefined && !decodes(strict, new Uint8Array(), false)) badUtf8After = bytes;
  const start = Buffer.concat(head);
  const kind = kindOf(start);
  const found = detectEncoding(start, badUtf8After === undefined);
  const chosen = encoding?.toLowerCase() ?? found.encoding;
  if (kind === 'text' && isUtf8(chosen) && badUtf8After !== undefined) {
    throw commandError('notUtf8', { path, afterByte: badUtf8After });
  }
  if (kind === 'text' && isSingleByte(chosen) && isBinary(start)) throw refuseWorkbook(path, 'SHEET_BINARY');
  const guessed = encoding === undefined && found.guessed;
  return {
    sha256: hash.digest('hex'),
    kind,
    bytes,
    bom: hasBom(start),
    encoding: chosen,
    guessed,
    head: start,
  };
}

/**
 * The file's text, piece by piece, without its BOM.
 * @throws UsageError when the file has changed since it was inspected.
 */
export async function* readText(path: string, facts: FileFacts): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const decoder = createDecoder(facts.encoding);
  for await (const chunk of readBytes(path)) {
    hash.update(chunk);
    const text = decoder.write(chunk);
    if (text !== '') yield text;
  }
  const rest = decoder.end();
  if (rest !== '') yield rest;
  if (hash.digest('hex') !== facts.sha256) {
    throw commandError('sheetChanged', { path });
  }
}

/** Decodes the first bytes of a file; an incomplete last character is left out. */
export function decodeHead(facts: FileFacts): string {
  return createDecoder(facts.encoding).write(facts.head);
}

function createDecoder(encoding: string): { write(bytes: Buffer): string; end(): string } {
  if (isUtf8(encoding)) {
    // Not fatal: the bytes were checked, and a file that changed since is found by its hash.
    const decoder = new TextDecoder('utf-8');
    return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
  }
  // Not TextDecoder: it reads Windows-1252 wrongly on Node 20.20 (nodejs/node#56542).
  const decoder = iconv.getDecoder(encoding);
  return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() ?? '' };
}

function detectEncoding(head: Buffer, allUtf8: boolean): { encoding: string; guessed: boolean } {
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', guessed: false };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', guessed: false };
  let evenNuls = 0;
  let oddNuls = 0;
  for (let index = 0; index < head.length; index++) {
    if (head[index] === 0) index % 2 === 0 ? evenNuls++ : oddNuls++;
  }
  const many = head.length * 0.2;
  const few = head.length * 0.02;
  if (head.length >= 4 && oddNuls > many && evenNuls <= few) return { encoding: 'utf-16le', guessed: true };
  if (head.length >= 4 && evenNuls > many && oddNuls <= few) return { encoding: 'utf-16be', guessed: true };
  return allUtf8 ? { encoding: 'utf-8', guessed: false } : { encoding: 'windows-1252', guessed: true };
}

/** Above this share of control characters a file is not text: a stray one in a cell is a problem of its row; an image has a tenth. */
const MOST_CONTROLS = 0.05;

/** Tabs, line ends, form feed, ESC and the end mark of DOS do not count. */
function isBinary(head: Buffer): boolean {
  let controls = 0;
  for (const byte of head) {
    if (byte < 0x09 || (byte > 0x0d && byte < 0x1a) || (byte > 0x1b && byte < 0x20)) controls++;
  }
  return controls > head.length * MOST_CONTROLS;
}

/** UTF-16 and UTF-32 have NULs in every letter. */
function isSingleByte(encoding: string): boolean {
  return !/^(?:utf|ucs)-?(?:16|32|2|4)/i.test(encoding);
}

function isUtf8(encoding: string): boolean {
  return /^utf-?8$/i.test(encoding);
}

function decodes(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): boolean {
  try {
    decoder.decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

async function* readBytes(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: HEAD_BYTES })) yield chunk;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function requireFile(path: string): Promise<void> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  if (facts.isDirectory()) {
    throw commandError('sheetIsFolder', { path });
  }
  if (!facts.isFile()) {
    // The sheet is read twice (hash first), which a pipe does not allow.
    throw commandError('sheetNotAFile', { path });
  }
  if (facts.size === 0) throw emptySheet(path);
}

function kindOf(head: Buffer): FileFacts['kind'] {
  const start = head.toString('latin1', 0, 4);
  // The second is an archive with nothing in it.
  if (start === 'PK\x03\x04' || start === 'PK\x05\x06') return 'zip';
  return start === '\xD0\xCF\x11\xE0' ? 'ole2' : 'text';
}

function hasBom(head: Buffer): boolean {
  return /^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)/.test(head.toString('latin1', 0, 3));
}

function unreadable(path: string, cause: unknown): UsageError {
  const code = systemCode(cause);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return commandError('sheetNotFound', { path, meant: nearFile(path) }, cause);
  }
  return commandError('sheetUnreadable', { path, reason: code }, cause);
}
