import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SqlValue } from '../../src/journal/engine/binding.ts';
import { type Database, openDatabase } from '../../src/journal/engine/driver.ts';
import { testFolder } from './folder.ts';

async function openTestDatabase(path = join(testFolder(), 'state', 'test.db')): Promise<Database> {
  const database = await openDatabase(path);
  onTestFinished(() => database.close());
  database.exec('CREATE TABLE IF NOT EXISTS things (id INTEGER PRIMARY KEY, name TEXT, size REAL) STRICT');
  return database;
}

function namesIn(database: Database): unknown[] {
  return database
    .prepare('SELECT name FROM things ORDER BY id')
    .all([])
    .map(({ name }) => name);
}

const insertSql = 'INSERT INTO things (name, size) VALUES (?, ?)';

describe('binding', () => {
  it.each<[string, unknown]>([
    ['a boolean', true],
    ['a Date', new Date(0)],
    ['a Buffer', Buffer.from('x')],
    ['a bigint', 1n],
    ['undefined', undefined],
    ['an object', {}],
    ['an array', ['x']],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an unsafe integer', 2 ** 53],
    ['a text with NUL', 'a\0b'],
  ])('refuses %s and stays usable', async (_, value) => {
    const database = await openTestDatabase();
    const insert = database.prepare(insertSql);
    expect(() => insert.run([value as SqlValue, null])).toThrow(
      expect.objectContaining({ name: 'JournalError', code: 'JOURNAL_UNBINDABLE' }),
    );
    expect(() => insert.all([value as SqlValue, null])).toThrow(/cannot keep/);
    insert.run(['fine', 1]);
    expect(namesIn(database)).toEqual(['fine']);
  });

  it('refuses parameters that are not an array', async () => {
    const database = await openTestDatabase();
    const get = database.prepare('SELECT ? AS x');
    expect(() => get.get('x' as unknown as SqlValue[])).toThrow(/not an array/);
  });

  it('brings every allowed value back as it went in, in plain rows', async () => {
    const database = await openTestDatabase();
    const insert = database.prepare('INSERT INTO things (id, name, size) VALUES (?, ?, ?)');
    expect(insert.run([Number.MAX_SAFE_INTEGER, "'; DROP TABLE things; -- \ud83d\ude80", 0.1])).toEqual({
      changes: 1,
    });
    insert.run([-5, '', null]);
    const rows = database.prepare('SELECT * FROM things ORDER BY id').all([]);
    expect(rows).toStrictEqual([
      { id: -5, name: '', size: null },
      { id: Number.MAX_SAFE_INTEGER, name: "'; DROP TABLE things; -- \ud83d\ude80", size: 0.1 },
    ]);
    expect(database.prepare('SELECT id FROM things WHERE name = ?').get([''])).toStrictEqual({ id: -5 });
    expect(database.prepare('SELECT id FROM things WHERE name = ?').get(['none'])).toBeNull();
  });

  it('reads more rows than the package fetches at a time', async () => {
    const database = await openTestDatabase();
    const insert = database.prepare(insertSql);
    database.transaction(() => {
      for (let index = 0; index < 301; index += 1) insert.run([`n${index}`, index]);
    });
    for (const count of [99, 100, 101, 200, 300, 301]) {
      expect(database.prepare('SELECT id FROM things ORDER BY id LIMIT ?').all([count])).toHaveLength(count);
    }
  });
});

describe('transaction', () => {
  it('keeps all or nothing, and an inner one is undone alone', async () => {
    const database = await openTestDatabase();
    const insert = database.prepare(insertSql);
    expect(() =>
      database.transaction(() => {
        insert.run(['lost', null]);
        throw new Error('no');
      }),
    ).toThrow('no');
    database.transaction(() => {
      insert.run(['outer', null]);
      expect(() =>
        database.transaction(() => {
          insert.run(['inner lost', null]);
          throw new Error('inner');
        }),
      ).toThrow('inner');
      database.transaction(() => database.transaction(() => insert.run(['inner kept', null])));
      expect(database.inTransaction).toBe(true);
    });
    expect(database.inTransaction).toBe(false);
    expect(namesIn(database)).toEqual(['outer', 'inner kept']);
  });

  it('refuses asynchronous work and keeps nothing of it', async () => {
    const database = await openTestDatabase();
    const insert = database.prepare(insertSql);
    expect(() => database.transaction(async () => insert.run(['x', null]))).toThrow(/asynchronous/);
    expect(namesIn(database)).toEqual([]);
  });
});

describe('errors', () => {
  it('throws JournalError for whatever SQLite refuses', async () => {
    const database = await openTestDatabase();
    expect(() => database.exec('SELECT nonsense FROM nowhere')).toThrow(
      expect.objectContaining({ name: 'JournalError', code: 'JOURNAL_FAILED' }),
    );
    const insert = database.prepare('INSERT INTO things (id) VALUES (?)');
    insert.run([1]);
    expect(() => insert.run([1])).toThrow(expect.objectContaining({ name: 'JournalError' }));
  });

  it('refuses every use after close', async () => {
    const database = await openTestDatabase();
    const get = database.prepare('SELECT 1 AS one');
    database.close();
    database.close();
    for (const use of [
      () => get.get([]),
      () => database.exec('SELECT 1'),
      () => database.prepare('SELECT 1'),
    ]) {
      expect(use).toThrow(expect.objectContaining({ code: 'JOURNAL_CLOSED' }));
    }
  });

  it('says that a file is no database', async () => {
    const path = join(testFolder(), 'test.db');
    writeFileSync(path, 'this is not a database, but long enough to be looked at as one. '.repeat(20));
    await expect(openDatabase(path)).rejects.toMatchObject({
      name: 'JournalError',
      code: 'JOURNAL_DAMAGED',
    });
  });
});

describe('files', () => {
  const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8);

  it('are for their owner alone, whatever the umask, and the log is folded in on close', async () => {
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const folder = join(testFolder(), 'state');
    const path = join(folder, 'test.db');
    const database = await openTestDatabase(path);
    database.prepare(insertSql).run(['x', 1]);
    expect(mode(folder)).toBe('700');
    for (const suffix of ['', '-wal', '-shm']) expect(mode(`${path}${suffix}`)).toBe('600');
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    database.close();
    if (existsSync(`${path}-wal`)) expect(statSync(`${path}-wal`).size).toBe(0);
    expect(readFileSync(path).subarray(0, 15).toString()).toBe('SQLite format 3');
  });

  it('of an earlier time with a wider mode are narrowed', async () => {
    const path = join(testFolder(), 'test.db');
    (await openTestDatabase(path)).close();
    chmodSync(path, 0o644);
    await openTestDatabase(path);
    expect(mode(path)).toBe('600');
  });

  it.each(['', '-wal', '-shm', '-journal'])('are not opened through a link at test.db%s', async (suffix) => {
    const folder = testFolder();
    const target = join(folder, 'target');
    writeFileSync(target, '');
    chmodSync(target, 0o644);
    const path = join(folder, 'test.db');
    symlinkSync(target, `${path}${suffix}`);
    await expect(openDatabase(path)).rejects.toMatchObject({ code: 'JOURNAL_FILE_UNSAFE' });
    expect(readFileSync(target, 'utf8')).toBe('');
    expect(mode(target)).toBe('644');
  });

  it('are not taken for a folder', async () => {
    const path = join(testFolder(), 'test.db');
    mkdirSync(path);
    await expect(openDatabase(path)).rejects.toMatchObject({ code: 'JOURNAL_FILE_UNSAFE' });
  });

  it('keep the locks of another connection of this process when they are opened again', async () => {
    const path = join(testFolder(), 'test.db');
    const first = await openTestDatabase(path);
    first.transaction(() => {
      first.prepare(insertSql).run(['first', null]);
    });
    const second = await openTestDatabase(path);
    second.setBusyTimeout(0);
    first.exec('BEGIN IMMEDIATE');
    expect(() => second.exec('BEGIN IMMEDIATE')).toThrow(expect.objectContaining({ code: 'JOURNAL_BUSY' }));
    first.exec('ROLLBACK');
  });
});
