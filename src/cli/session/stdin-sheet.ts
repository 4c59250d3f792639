import { createWriteStream, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { commandError } from '../../errors/command-errors.ts';
import { renameDurably } from '../../files/durable-file.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { filesDirOf } from '../../journal/state-place.ts';
import type { Session } from './session.ts';
import { stateOf } from './state-place.ts';

/**
 * Keeps the sheet that is piped in as a file where the files of runs are, for this user alone: a resume reads it again.
 * @returns its path.
 * @throws UsageError STDIN_TERMINAL when nothing is piped in.
 */
export async function keepStdin(session: Session): Promise<string> {
  const { io, stop } = session;
  if (io.isTty.stdin) {
    throw commandError('stdinIsTerminal');
  }
  const folder = path.join(filesDirOf(await stateOf(session)), 'stdin');
  makeFolder(folder);
  const stamp = new Date(io.clock.wallMs()).toISOString().replace(/\D/g, '').slice(0, 17);
  const partial = path.join(folder, `${stamp}-${io.pid}.partial`);
  await pipeline(io.stdin, createWriteStream(partial, { flags: 'wx', mode: 0o600 }), { signal: stop });
  if (statSync(partial).size === 0) {
    rmSync(partial);
    throw commandError('sheetEmpty', { path: 'The sheet that was piped in' });
  }
  const file = partial.replace(/partial$/, (await isWorkbook(partial)) ? 'xlsx' : 'csv');
  renameDurably(partial, file);
  return file;
}

/** A workbook is a ZIP archive; its first two bytes say so. */
async function isWorkbook(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.toString('latin1') === 'PK';
  } finally {
    await handle.close();
  }
}
