import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TracedEvent } from './strace.ts';

/** What a disk writes whole or not at all. */
const SECTOR = 512;

type Change = { readonly at: number; readonly bytes: Buffer } | { readonly length: number };

/** A file by itself, whatever its name: what is durable of it, and what was done to it since. */
interface Content {
  durable: Buffer;
  unsynced: Change[];
}

interface NameChange {
  readonly file: string;
  /** Null where the name is gone. */
  readonly content: Content | null;
}

/**
 * The files below a folder as a traced process wrote them, and what a power loss could leave of them: of each change since the
 * last sync of its file any sectors, in any order, and of the names in a folder those of its last sync and the first few since.
 */
export class TracedDisk {
  private readonly root: string;
  private readonly present = new Map<string, Content>();
  private readonly durable = new Map<string, Content>();
  private unsynced: NameChange[] = [];

  /** @param before files that are there and durable, by their paths */
  constructor(root: string, before: ReadonlyMap<string, Buffer> = new Map()) {
    this.root = root;
    for (const [file, durable] of before) {
      const content = { durable, unsynced: [] };
      this.present.set(file, content);
      this.durable.set(file, content);
    }
  }

  /** Whether the event was about this disk. */
  apply(event: TracedEvent): boolean {
    if (event.kind === 'send' || !this.has(event.path)) return false;
    if (event.kind === 'sync') this.sync(event.path);
    else if (event.kind === 'rename') {
      this.name(event.to, this.present.get(event.path) ?? null);
      this.name(event.path, null);
    } else if (event.kind === 'unlink') this.name(event.path, null);
    else this.change(event);
    return true;
  }

  private has(file: string): boolean {
    return (file === this.root || file.startsWith(`${this.root}/`)) && !file.endsWith('-shm');
  }

  private change(event: Extract<TracedEvent, { kind: 'open' | 'write' | 'truncate' }>): void {
    let content = this.present.get(event.path);
    if (content === undefined) {
      content = { durable: Buffer.alloc(0), unsynced: [] };
      this.name(event.path, content);
    }
    if (event.kind === 'open') {
      if (event.isEmptied) content.unsynced.push({ length: 0 });
    } else content.unsynced.push(event);
  }

  private sync(file: string): void {
    const content = this.present.get(file);
    if (content) {
      content.durable = content.unsynced.reduce(changed, content.durable);
      content.unsynced = [];
      return;
    }
    for (const { file: each, content: named } of this.unsynced.filter(
      (one) => path.dirname(one.file) === file,
    )) {
      if (named === null) this.durable.delete(each);
      else this.durable.set(each, named);
    }
    this.unsynced = this.unsynced.filter((one) => path.dirname(one.file) !== file);
  }

  private name(file: string, content: Content | null): void {
    if (content === null) this.present.delete(file);
    else this.present.set(file, content);
    this.unsynced.push({ file, content });
  }

  /** Writes one possible state after a power loss to `target`, which must not exist. */
  leave(target: string, random: () => number): void {
    const names = new Map(this.durable);
    for (const { file, content } of this.unsynced.slice(
      0,
      Math.floor(random() * (this.unsynced.length + 1)),
    )) {
      if (content === null) names.delete(file);
      else names.set(file, content);
    }
    const share = [0, 0.5, 0.9, 1][Math.floor(random() * 4)] ?? 0;
    mkdirSync(target, { recursive: true, mode: 0o700 });
    for (const [file, { durable, unsynced }] of names) {
      const place = path.join(target, path.relative(this.root, file));
      mkdirSync(path.dirname(place), { recursive: true, mode: 0o700 });
      const survived = unsynced.flatMap((change) => partOf(change, share, random));
      writeFileSync(place, survived.reduce(changed, durable), { mode: 0o600 });
    }
  }
}

function partOf(change: Change, share: number, random: () => number): Change[] {
  if ('length' in change) return random() < share ? [change] : [];
  const parts: Change[] = [];
  const { at, bytes } = change;
  for (let from = 0; from < bytes.length; ) {
    // Sectors are those of the file, not of the write.
    const to = Math.min(bytes.length, from + SECTOR - ((at + from) % SECTOR));
    if (random() < share) parts.push({ at: at + from, bytes: bytes.subarray(from, to) });
    from = to;
  }
  return parts;
}

function changed(content: Buffer, change: Change): Buffer {
  if ('length' in change) {
    const longer = Buffer.alloc(Math.max(0, change.length - content.length));
    return Buffer.concat([content.subarray(0, change.length), longer]);
  }
  const { at, bytes } = change;
  const result = Buffer.alloc(Math.max(content.length, at + bytes.length));
  content.copy(result);
  bytes.copy(result, at);
  return result;
}
