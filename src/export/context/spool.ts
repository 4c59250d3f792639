import { existsSync, unlinkSync } from 'node:fs';
import type { SqlValue } from '../../journal/engine/binding.ts';
import { prepareDatabaseFile } from '../../journal/engine/database-file.ts';
import { openPlainDatabase, type SyncStatement } from '../../journal/engine/driver.ts';
import { jsonOf, numberOf, textOf } from '../../journal/tables/columns.ts';

/** What the spool holds: numbers and addresses as read, and what was worked out from them. */
export type SpoolKind =
  | 'number'
  | 'address'
  | 'recipient'
  | 'available'
  | 'old'
  | 'sheet'
  | 'unreadable'
  | 'unread'
  | 'changed-by'
  | 'checked-by'
  | 'place'
  | 'row'
  | 'difference';

/** A number that could not be read, and why; kept under the key of the number. */
export interface Unreadable {
  readonly phoneNumber: string;
  /** Without secrets. */
  readonly message: string;
  readonly hint: string;
}

/** The key of a number in its account: several endpoints may have one telephone number. */
export const numberKey = ({
  phoneNumber,
  handle,
}: {
  readonly phoneNumber: string;
  readonly handle: string;
}): string => `${phoneNumber} ${handle}`;

/** One item: its account (its place among those asked), its key in that account, and its body. */
interface Spooled<T> {
  readonly account: number;
  readonly key: string;
  readonly body: T;
}

/**
 * A temporary sorted store on disk: accounts are read side by side and written one after the other by key, and memory does
 * not grow. It is deleted when the export ends.
 */
export interface Spool {
  /** Several writes as one. */
  together(work: () => void): void;
  /** False when this account has such a key already; then nothing is changed. */
  add(kind: SpoolKind, account: number, key: string, body: object): boolean;
  /** Adds a number with its place, to be counted. */
  addPlace(account: number, key: string, group: SpoolGroup): boolean;
  /** Adds, or replaces what is there. */
  put(kind: SpoolKind, account: number, key: string, body: object): void;
  get<T extends object>(kind: SpoolKind, account: number, key: string): T | null;
  remove(kind: SpoolKind, account: number, key: string): void;
  /** By account, then by key, read in batches. */
  all<T extends object>(kind: SpoolKind): Generator<Spooled<T>>;
  count(kind: SpoolKind): number;
  /** How many items of all accounts have this place, and how many of them in this building name a unit. */
  countPlace(kind: SpoolKind, place: string): number;
  countUnits(kind: SpoolKind, building: string): number;
  /** Closes and removes it. */
  close(): void;
}

/** Where an item is, for counting. Empty text counts nowhere. */
interface SpoolGroup {
  readonly place: string;
  readonly building: string;
  readonly hasUnit: boolean;
}

const BATCH = 500;

const TABLE = `
CREATE TABLE items (
  kind TEXT NOT NULL,
  account INTEGER NOT NULL,
  key TEXT NOT NULL,
  body TEXT NOT NULL,
  place TEXT NOT NULL,
  building TEXT NOT NULL,
  has_unit INTEGER NOT NULL,
  PRIMARY KEY (kind, account, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX items_by_place ON items (kind, place) WHERE place <> '';
CREATE INDEX items_by_building ON items (kind, building) WHERE building <> '' AND has_unit = 1;
`;

/** Opens an empty spool in a file of mode 0600. @throws JournalError when it cannot be made. */
export async function openSpool(path: string): Promise<Spool> {
  prepareDatabaseFile(path);
  const database = await openPlainDatabase(path, 0);
  // The file is always deleted at the end, so nothing has to be durable.
  database.prepare('PRAGMA journal_mode = MEMORY').all([]);
  database.exec('PRAGMA synchronous = OFF');
  database.exec('PRAGMA temp_store = MEMORY');
  database.exec(TABLE);
  const insert = database.prepare(
    'INSERT OR IGNORE INTO items (kind, account, key, body, place, building, has_unit) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const replace = database.prepare(
    "INSERT OR REPLACE INTO items (kind, account, key, body, place, building, has_unit) VALUES (?, ?, ?, ?, '', '', 0)",
  );
  const one = database.prepare('SELECT body FROM items WHERE kind = ? AND account = ? AND key = ?');
  const drop = database.prepare('DELETE FROM items WHERE kind = ? AND account = ? AND key = ?');
  const next = database.prepare(`
    SELECT account, key, body FROM items WHERE kind = ? AND (account, key) > (?, ?) ORDER BY account, key LIMIT ?`);
  const total = database.prepare('SELECT COUNT(*) AS total FROM items WHERE kind = ?');
  const atPlace = database.prepare(
    "SELECT COUNT(*) AS total FROM items WHERE kind = ? AND place = ? AND place <> ''",
  );
  const withUnit = database.prepare(
    "SELECT COUNT(*) AS total FROM items WHERE kind = ? AND building = ? AND building <> '' AND has_unit = 1",
  );
  const counted = (statement: SyncStatement, params: readonly SqlValue[]): number => {
    const row = statement.get(params);
    return row === null ? 0 : numberOf(row, 'total');
  };
  return {
    together: (work) => database.transaction(work),
    add: (kind, account, key, body) =>
      insert.run([kind, account, key, JSON.stringify(body), '', '', 0]).changes > 0,
    addPlace: (account, key, { place, building, hasUnit }) =>
      insert.run(['place', account, key, '{}', place, building, hasUnit ? 1 : 0]).changes > 0,
    put: (kind, account, key, body) => void replace.run([kind, account, key, JSON.stringify(body)]),
    get: (kind, account, key) => {
      const row = one.get([kind, account, key]);
      return row === null ? null : jsonOf(row, 'body');
    },
    remove: (kind, account, key) => void drop.run([kind, account, key]),
    *all<T extends object>(kind: SpoolKind) {
      let last: [number, string] = [-1, ''];
      for (;;) {
        const rows = next.all([kind, ...last, BATCH]);
        for (const row of rows) {
          last = [numberOf(row, 'account'), textOf(row, 'key')];
          yield { account: last[0], key: last[1], body: jsonOf<T>(row, 'body') };
        }
        if (rows.length < BATCH) return;
      }
    },
    count: (kind) => counted(total, [kind]),
    countPlace: (kind, place) => counted(atPlace, [kind, place]),
    countUnits: (kind, building) => counted(withUnit, [kind, building]),
    close: () => {
      database.close();
      if (existsSync(path)) unlinkSync(path);
    },
  };
}
