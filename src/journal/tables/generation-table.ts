import { randomBytes } from 'node:crypto';
import { fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import type { Database } from '../engine/driver.ts';
import type { SealMark } from '../seal.ts';
import { damaged, numberOf, textOf } from './columns.ts';

/*
 * Three facts tell whether the database file, its write-ahead log, and the seal belong together.
 * commits     counted in each transaction, and in the seal after it: the journal must not be behind the seal.
 * generation  raised when a write-ahead log begins, and kept in the header of the database file as application_id. The log
 *             holds the present generation; the header shows it after a checkpoint.
 * base        the generation of the database file when its log began: a file with a lower one is an older copy, and the log
 *             is not its own.
 */
export const GENERATION_TABLE = `
CREATE TABLE generation (
  journal_id TEXT NOT NULL,
  commits INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  base INTEGER NOT NULL
) STRICT;
`;

/** Place of application_id in the header of a database file. Source: sqlite.org/fileformat2.html, section 1.3 */
const APPLICATION_ID_AT = 68;

/**
 * The database files that this process has read, by device and inode. They stay open: to close one would release the locks of
 * every connection that this process has to it, also of one that was closed and that libsql has not collected yet. SQLite
 * counts on those locks, and another process that finds none deletes the write-ahead log of a journal in use.
 * Source: sqlite.org/howtocorrupt.html, section 2.2
 */
const readFiles = new Map<string, number>();

/** The generation that the database file itself holds, without its log; null for a file that is too short. */
export function generationOfFile(path: string): number | null {
  const bytes = Buffer.alloc(4);
  const read = readSync(openForGood(path), bytes, 0, 4, APPLICATION_ID_AT);
  return read === 4 ? bytes.readUInt32BE(0) : null;
}

function openForGood(path: string): number {
  const known = readFiles.get(keyOf(statSync(path)));
  if (known !== undefined) return known;
  const file = openSync(path, 'r');
  readFiles.set(keyOf(fstatSync(file)), file);
  return file;
}

const keyOf = ({ dev, ino }: Stats): string => `${dev}:${ino}`;

export interface Generation extends SealMark {
  readonly generation: number;
  readonly base: number;
}

/** The first row, made with the tables. */
export function insertGeneration(database: Database): void {
  database
    .prepare('INSERT INTO generation (journal_id, commits, generation, base) VALUES (?, 0, 0, 0)')
    .run([randomBytes(8).toString('hex')]);
}

/** Null for an empty database. */
export function readGeneration(database: Database): Generation | null {
  const hasTable = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'generation'").get([]);
  const row = hasTable === null ? null : database.prepare('SELECT * FROM generation').get([]);
  if (row === null) return null;
  return {
    journalId: textOf(row, 'journal_id'),
    commits: numberOf(row, 'commits'),
    generation: numberOf(row, 'generation'),
    base: numberOf(row, 'base'),
  };
}

/** Counts a commit, inside its transaction. Returns what the seal is to say after it. */
export function countCommits(database: Database, path: string): () => SealMark {
  const count = database.prepare('UPDATE generation SET commits = commits + 1');
  const begin = database.prepare('UPDATE generation SET base = generation, generation = generation + 1');
  const read = database.prepare('SELECT * FROM generation');
  return () => {
    count.run([]);
    const beginsLog = isLogEmpty(path);
    if (beginsLog) begin.run([]);
    const row = read.get([]) ?? damaged('generation');
    if (beginsLog) database.exec(`PRAGMA application_id = ${numberOf(row, 'generation')}`);
    return { journalId: textOf(row, 'journal_id'), commits: numberOf(row, 'commits') };
  };
}

/** Within a transaction nothing has been written to the log yet, so its length tells whether this transaction begins it. */
function isLogEmpty(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0;
}
