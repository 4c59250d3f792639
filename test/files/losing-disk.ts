import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Disk, systemDisk } from '../../src/files/disk.ts';

/** Thrown by the operation at which the power is lost, and by each one after it. */
export class PowerLoss extends Error {}

interface Write {
  readonly at: number;
  readonly bytes: Buffer;
}

/** A file by itself, whatever its name: what is durable of it, and what was written since. */
interface Content {
  durable: Buffer;
  unsynced: Write[];
}

type NameChange = { readonly name: string; readonly content: Content | null };

interface Folder {
  /** As after the last sync of the folder. */
  readonly durable: Map<string, Content>;
  readonly present: Map<string, Content>;
  unsynced: NameChange[];
}

/**
 * A disk over real folders that knows what a power loss would leave: the content of a file as of its last sync, with any part
 * of each later write or nothing of it, and the names of a folder as of its last sync, with the first few later changes.
 * Operations are counted, so that the power can be lost at each of them.
 */
export interface LosingDisk extends Disk {
  /** How many operations there were that change something. */
  operations(): number;
  /** Writes one possible state of a folder after a power loss to `target`, which must not exist. */
  leave(folder: string, target: string, random: () => number): void;
}

/** @param loseAt the operation (from 1) at which the power is lost; 0 for never */
export function losingDisk(loseAt = 0): LosingDisk {
  const open = new Map<number, { readonly content: Content; readonly isAppend: boolean }>();
  let count = 0;
  const step = (): void => {
    count += 1;
    if (loseAt > 0 && count >= loseAt) throw new PowerLoss();
  };
  const { folderOf, rename } = trackNames();
  return {
    open: (file, how, mode) => {
      const folder = folderOf(file);
      const known = folder.present.get(path.basename(file));
      step();
      const descriptor = systemDisk.open(file, how, mode);
      const content = known ?? { durable: Buffer.alloc(0), unsynced: [] };
      if (!known) rename(file, content);
      open.set(descriptor, { content, isAppend: how !== 'update' });
      return descriptor;
    },
    write: (file, bytes, position) => {
      const at = position ?? systemDisk.size(file);
      open.get(file)?.content.unsynced.push({ at, bytes: Buffer.from(bytes) });
      step();
      return systemDisk.write(file, bytes, position);
    },
    size: systemDisk.size,
    byteAt: systemDisk.byteAt,
    sync: (file) => {
      step();
      systemDisk.sync(file);
      const content = open.get(file)?.content;
      if (!content) return;
      content.durable = withWrites(content.durable, content.unsynced);
      content.unsynced = [];
    },
    close: (file) => {
      open.delete(file);
      systemDisk.close(file);
    },
    rename: (from, to) => {
      const content = folderOf(from).present.get(path.basename(from)) ?? null;
      step();
      systemDisk.rename(from, to);
      if (path.resolve(from) === path.resolve(to)) return;
      rename(to, content);
      rename(from, null);
    },
    unlink: (file) => {
      folderOf(file);
      step();
      systemDisk.unlink(file);
      rename(file, null);
    },
    syncFolder: (at) => {
      const folder = folderOf(path.join(at, 'any'));
      step();
      systemDisk.syncFolder(at);
      folder.durable.clear();
      for (const [name, content] of folder.present) folder.durable.set(name, content);
      folder.unsynced = [];
    },
    operations: () => count,
    leave: (at, target, random) => leaveFolder(folderOf(path.join(at, 'any')), target, random),
  };
}

/** The names of the folders that are used. */
function trackNames(): {
  readonly folderOf: (file: string) => Folder;
  /** Null deletes the name. */
  readonly rename: (file: string, content: Content | null) => void;
} {
  const folders = new Map<string, Folder>();
  const folderOf = (file: string): Folder => {
    const at = path.dirname(path.resolve(file));
    const known = folders.get(at);
    if (known) return known;
    const contents = new Map(
      (existsSync(at) ? readdirSync(at) : [])
        .filter((name) => statSync(path.join(at, name)).isFile())
        .map((name) => [name, { durable: readFileSync(path.join(at, name)), unsynced: [] }]),
    );
    const folder = { durable: new Map(contents), present: new Map(contents), unsynced: [] };
    folders.set(at, folder);
    return folder;
  };
  return {
    folderOf,
    rename: (file, content) => {
      const folder = folderOf(file);
      const name = path.basename(file);
      if (content === null) folder.present.delete(name);
      else folder.present.set(name, content);
      folder.unsynced.push({ name, content });
    },
  };
}

function leaveFolder(folder: Folder, target: string, random: () => number): void {
  mkdirSync(target, { recursive: true });
  const names = new Map(folder.durable);
  // A file system that journals its names keeps their order.
  const kept = Math.floor(random() * (folder.unsynced.length + 1));
  for (const { name, content } of folder.unsynced.slice(0, kept)) {
    if (content === null) names.delete(name);
    else names.set(name, content);
  }
  for (const [name, content] of names) {
    const survived = content.unsynced.flatMap(({ at, bytes }) => {
      const part = random() < 0.3 ? 0 : random() < 0.5 ? bytes.length : Math.floor(random() * bytes.length);
      return part === 0 ? [] : [{ at, bytes: bytes.subarray(0, part) }];
    });
    writeFileSync(path.join(target, name), withWrites(content.durable, survived), { mode: 0o600 });
  }
}

function withWrites(content: Buffer, writes: readonly Write[]): Buffer {
  let result = content;
  for (const { at, bytes } of writes) {
    const longer = Buffer.alloc(Math.max(result.length, at + bytes.length));
    result.copy(longer);
    bytes.copy(longer, at);
    result = longer;
  }
  return result;
}
