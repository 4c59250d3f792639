import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { systemCode } from '../../errors/system-code.ts';
import { refuseWorkbook } from './refuse-workbook.ts';

/** One entry as the archive's own list of contents describes it; the sizes are claims until `readEntry` has seen the end. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc: number;
  readonly headerAt: number;
}

/** A ZIP archive that is read piece by piece, never as a whole. */
export interface ZipFile {
  readonly path: string;
  readonly entries: readonly ZipEntry[];
  /**
   * Unpacks one entry, and stops at the first byte more than it claimed to have.
   * @throws UsageError when the real size or checksum is another than the claimed one.
   */
  read(entry: ZipEntry): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/** What an archive may claim before anything is unpacked. */
export interface ZipLimits {
  readonly entries: number;
  /** Unpacked bytes of one entry. */
  readonly entryBytes: number;
  /** Unpacked bytes of all entries. */
  readonly totalBytes: number;
  /** Unpacked to packed size of an entry above `ratioFromBytes`; Infinity for no limit. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const COMMENT_BYTES = 0xffff;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const ZIP64 = 0xffffffff;
const PIECE_BYTES = 64 * 1024;
const STORED = 0;
const DEFLATED = 8;

/**
 * Opens an archive by its list of contents and holds it against the limits.
 * @throws UsageError when the list is damaged, names a thing twice, or claims more than the limits.
 */
export async function openZip(path: string, limits: ZipLimits): Promise<ZipFile> {
  const file = await open(path, 'r');
  try {
    const entries = await readEntries(file, path, limits);
    return {
      path,
      entries,
      read: (entry) => readEntry(file, path, entry),
      close: () => file.close(),
    };
  } catch (cause) {
    await file.close();
    throw cause;
  }
}

/** All bytes of a small entry. @throws UsageError as `ZipFile.read` does, or when it is larger than `maxBytes`. */
export async function readWhole(zip: ZipFile, entry: ZipEntry, maxBytes: number): Promise<Buffer> {
  if (entry.bytes > maxBytes) throw tooLarge(zip.path, `${entry.name} has ${inMb(entry.bytes)} MB`);
  const chunks: Buffer[] = [];
  for await (const chunk of zip.read(entry)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The refusal of too much, with what was too much. */
export function tooLarge(path: string, detail: string): Error {
  return refuseWorkbook(path, 'SHEET_WORKBOOK_TOO_LARGE', { detail });
}

/** Whole megabytes, rounded up. */
export function inMb(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024);
}

async function readEntries(file: FileHandle, path: string, limits: ZipLimits): Promise<ZipEntry[]> {
  const { size } = await file.stat();
  const tailBytes = Math.min(size, END_BYTES + COMMENT_BYTES);
  const tail = await readAt(file, path, size - tailBytes, tailBytes);
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end--;
  if (end < 0) throw damaged(path, 'its list of contents is missing');
  const count = tail.readUInt16LE(end + 10);
  const listBytes = tail.readUInt32LE(end + 12);
  const listAt = tail.readUInt32LE(end + 16);
  if (count > limits.entries) throw tooLarge(path, `it has ${count} parts`);
  if (listAt === ZIP64 || listBytes === ZIP64 || listAt + listBytes > size) {
    throw damaged(path, 'its list of contents is not where it says');
  }
  const list = await readAt(file, path, listAt, listBytes);
  const entries: ZipEntry[] = [];
  for (let at = 0, index = 0; index < count; index++) {
    if (at + ENTRY_BYTES > list.length || list.readUInt32LE(at) !== ENTRY_SIGNATURE) {
      throw damaged(path, 'its list of contents is cut off');
    }
    const nameBytes = list.readUInt16LE(at + 28);
    const extraBytes = list.readUInt16LE(at + 30);
    const nextAt = at + ENTRY_BYTES + nameBytes + extraBytes + list.readUInt16LE(at + 32);
    if (nextAt > list.length) throw damaged(path, 'its list of contents is cut off');
    entries.push(toEntry(list.subarray(at, nextAt), nameBytes, extraBytes, path));
    at = nextAt;
  }
  requireWithin(entries, path, limits);
  return entries;
}

function toEntry(record: Buffer, nameBytes: number, extraBytes: number, path: string): ZipEntry {
  const nameEnd = ENTRY_BYTES + nameBytes;
  const wide = wideSizes(record.subarray(nameEnd, nameEnd + extraBytes));
  const take = (at: number): number => {
    const value = record.readUInt32LE(at);
    if (value !== ZIP64) return value;
    const real = wide.shift();
    if (real === undefined) throw damaged(path, 'a size in its list of contents is missing');
    return real;
  };
  // This order is the format's: the wide fields are original size, packed size, offset.
  const bytes = take(24);
  const packedBytes = take(20);
  const headerAt = take(42);
  return {
    name: record.toString('utf8', ENTRY_BYTES, nameEnd),
    method: record.readUInt16LE(10),
    isEncrypted: (record.readUInt16LE(8) & 1) === 1,
    packedBytes,
    bytes,
    crc: record.readUInt32LE(16),
    headerAt,
  };
}

/** The 64-bit sizes that some writers add to every entry. */
function wideSizes(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    return Array.from({ length: Math.floor(field.length / 8) }, (_, index) =>
      Number(field.readBigUInt64LE(index * 8)),
    );
  }
  return [];
}

function requireWithin(entries: readonly ZipEntry[], path: string, limits: ZipLimits): void {
  const names = new Set<string>();
  let total = 0;
  for (const entry of entries) {
    // Two readers may take different ones of two parts with one name; part names do not tell case apart (ECMA-376 part 2).
    const folded = entry.name.toLowerCase();
    if (names.has(folded)) throw damaged(path, `it holds ${JSON.stringify(entry.name)} twice`);
    names.add(folded);
    total += entry.bytes;
    if (entry.bytes > limits.entryBytes || total > limits.totalBytes) {
      throw tooLarge(
        path,
        `it says ${inMb(Math.max(entry.bytes, total))} MB, and at most ${inMb(limits.entryBytes)} MB in one part and ${inMb(limits.totalBytes)} MB in all are read`,
      );
    }
    if (entry.bytes >= limits.ratioFromBytes && entry.bytes > entry.packedBytes * limits.ratio) {
      throw tooLarge(
        path,
        `${entry.name} grows from ${inMb(entry.packedBytes)} MB to ${inMb(entry.bytes)} MB, as no sheet of numbers does`,
      );
    }
  }
}

async function* readEntry(file: FileHandle, path: string, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.isEncrypted) throw refuseWorkbook(path, 'SHEET_WORKBOOK_PASSWORD');
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw damaged(path, `${entry.name} is packed in a way that no spreadsheet program uses`);
  }
  // Other readers would read the true size after the data, beyond every limit.
  if (entry.packedBytes === 0) throw damaged(path, `${entry.name} is empty`);
  const local = await readAt(file, path, entry.headerAt, LOCAL_BYTES);
  if (local.readUInt32LE(0) !== LOCAL_SIGNATURE) {
    throw damaged(path, `${entry.name} is not where it should be`);
  }
  const start = entry.headerAt + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
  const packed = readPieces(file, path, start, start + entry.packedBytes);
  const inflate = entry.method === DEFLATED ? createInflateRaw({ chunkSize: PIECE_BYTES }) : null;
  // The loop below throws the same error; leaving it early ends the flow with an error of no interest.
  if (inflate !== null) pipeline(Readable.from(packed), inflate).catch(() => undefined);
  let bytes = 0;
  let crc = 0;
  try {
    for await (const chunk of (inflate ?? packed) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > entry.bytes) throw damaged(path, `${entry.name} is larger than it says`);
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } catch (cause) {
    throw systemCode(cause).startsWith('Z_')
      ? damaged(path, `${entry.name} cannot be unpacked`, cause)
      : cause;
  } finally {
    inflate?.destroy();
  }
  if (bytes !== entry.bytes || crc !== entry.crc) {
    throw damaged(path, `${entry.name} is not what it was when it was packed`);
  }
}

async function* readPieces(file: FileHandle, path: string, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to; at += PIECE_BYTES) {
    yield await readAt(file, path, at, Math.min(PIECE_BYTES, to - at));
  }
}

async function readAt(file: FileHandle, path: string, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead < length) throw damaged(path, 'it ends too early');
  return buffer;
}

function damaged(path: string, detail: string, cause?: unknown): Error {
  return refuseWorkbook(path, 'SHEET_WORKBOOK_DAMAGED', { detail, cause });
}
