import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Makes the file operations of `node:fs/promises` that a run writes its files with take no real time while `isActive` says
 * so: they are done when they are called. Otherwise virtual time could pass while the machine's disk works, how much of it
 * would be chance, and most of a simulation's real time would be spent waiting for other threads.
 */
export function makeFilesPrompt(isActive: () => boolean): void {
  const { promises } = fs;
  const prompt = <A extends unknown[], R>(
    plain: (...args: A) => Promise<R>,
    now: (...args: A) => R,
  ): ((...args: A) => Promise<R>) => {
    return (...args) => (isActive() ? new Promise<R>((resolve) => resolve(now(...args))) : plain(...args));
  };
  const replacements = {
    lstat: prompt(promises.lstat, fs.lstatSync as never),
    mkdir: prompt(promises.mkdir, fs.mkdirSync as never),
    readdir: prompt(promises.readdir, fs.readdirSync as never),
    readFile: prompt(promises.readFile, fs.readFileSync as never),
    rename: prompt(promises.rename, fs.renameSync),
    stat: prompt(promises.stat, fs.statSync as never),
    unlink: prompt(promises.unlink, fs.unlinkSync),
    open: prompt(promises.open, openNow as never),
  };
  Object.assign(promises, replacements);
  syncBuiltinESMExports();
}

/** What of a `FileHandle` is used, done when it is called. */
function openNow(place: string, flags?: string | number, mode?: number) {
  const descriptor = fs.openSync(place, flags ?? 'r', mode);
  return {
    appendFile: async (data: Buffer) => fs.writeFileSync(descriptor, data),
    writeFile: async (data: string) => fs.writeFileSync(descriptor, data),
    read: async (buffer: Buffer, offset: number, length: number, position: number | null) => ({
      bytesRead: fs.readSync(descriptor, buffer, offset, length, position),
      buffer,
    }),
    stat: async () => fs.fstatSync(descriptor),
    sync: async () => undefined,
    close: async () => fs.closeSync(descriptor),
  };
}
