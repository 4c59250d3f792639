import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { systemDisk } from './disk.ts';

const OWNER_ONLY = 0o700;

/**
 * Makes a folder and what is missing above it, for its owner alone. Not `mkdir` with `recursive`: where the system answers
 * ENOENT below a folder that exists, as in /proc, that one tries for ever (Node 20).
 * @throws the system's error when a folder cannot be made, or something else than a folder has its name.
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  let at = resolve(folder);
  while (!isFolder(at)) {
    missing.push(at);
    if (dirname(at) === at) break;
    at = dirname(at);
  }
  for (const each of missing.reverse()) makeOne(each);
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: OWNER_ONLY });
    syncName(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw error;
  }
}

/** After a power loss a folder without a durable name is gone, with all files in it. */
function syncName(folder: string): void {
  try {
    systemDisk.syncFolder(dirname(folder));
  } catch {
    // A parent that this user may write to and not read cannot be synced.
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
