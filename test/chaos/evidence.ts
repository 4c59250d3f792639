import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Effect } from '../../src/sandbox/stand-in.ts';
import type { Snapshot } from './snapshot.ts';
import type { Request } from './world/requests.ts';
import type { SheetRow } from './world/sheet.ts';

/** A file that a run left behind. */
export interface LeftFile {
  /** Relative to the working folder. */
  readonly name: string;
  readonly mode: number;
  readonly bytes: Buffer;
}

/** Carriers write a number with or without its country. */
export const LOCAL_DIGITS = 10;

/** One read of a carrier: whether its answer reached the program, and what that named. */
export interface NotedRead {
  /** When the carrier carried it out, or when it was begun where it has no answer. */
  readonly atMs: number;
  readonly path: string;
  /** The last ten digits of each number that the answer names; null without an answer. */
  readonly named: ReadonlySet<string> | null;
}

/**
 * All that the invariants may know of a run: what went in, what came out, and what the stand-in saw. Nothing of it is the
 * program's own memory: the journal is among the files only to be searched for secrets and looked at for its mode.
 */
export interface Evidence {
  readonly sheet: readonly SheetRow[];
  /** What each of its rows is to lead to. */
  readonly requests: readonly Request[];
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** What the same sheet leads to when nothing disturbs it; null when it is not to be compared. */
  readonly undisturbed: Snapshot | null;
  /** What the stand-in carried out, in order. */
  readonly effects: readonly Effect[];
  /** Name of the folder with the files of the last run, relative as in `files`; null when no run came to its end. */
  readonly outFolder: string | null;
  readonly files: readonly LeftFile[];
  /** The end of the last process. */
  readonly exitCode: number | null;
  /** Everything that the processes printed, the last one last. */
  readonly said: readonly string[];
  readonly secrets: readonly string[];
  /** Addresses of before that the command deletes: an undo deletes what the run before it made. */
  readonly mayDelete: ReadonlySet<string>;
  /** Kinds of effects that may be sent again for one number: the same when done twice, and not seen the first time. */
  readonly mayRepeat: ReadonlySet<string>;
  /** What the program read; null where that is not noted: then every effect counts as one that it could see. */
  readonly reads: readonly NotedRead[] | null;
  /** Whether lists hide what is there: a second record of a number may stay as long as its row is `unknown`. */
  readonly listsHide: boolean;
  readonly maxOpen: number;
}

/** Every file below `root`, symbolic links not followed. */
export function filesBelow(root: string, folder = ''): LeftFile[] {
  const files: LeftFile[] = [];
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) files.push(...filesBelow(root, name));
    if (!entry.isFile()) continue;
    const place = path.join(root, name);
    try {
      files.push({ name, mode: lstatSync(place).mode & 0o777, bytes: readFileSync(place) });
    } catch (error) {
      // SQLite takes the files beside its database away when the last connection is collected.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  return files;
}
