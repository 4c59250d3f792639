import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemCode } from '../../errors/system-code.ts';
import type { Session } from './session.ts';

/**
 * For `--out -`: the work writes its CSV file into a folder for this user alone, and the file then goes to stdout, whole or not at
 * all. The folder is deleted.
 */
export async function throughFile<T>(
  { io }: Session,
  work: (file: string) => Promise<{ readonly hasFile: boolean; readonly result: T }>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'e911-out-'));
  try {
    const file = path.join(folder, 'export.csv');
    const { hasFile, result } = await work(file);
    if (hasFile) await pipeline(createReadStream(file), io.stdout, { end: false }).catch(unlessGone);
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A reader that goes away (`| head -1`) is not an error. */
function unlessGone(error: unknown): void {
  if (systemCode(error) !== 'EPIPE' && systemCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}
