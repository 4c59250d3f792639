import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../src/journal/engine/driver.ts';
import { type GroupCommit, groupCommit } from '../../src/journal/engine/group-commit.ts';
import { testFolder } from './folder.ts';

const INSERT = 'INSERT INTO things (name) VALUES (?)';

/** A database that counts its commits, fails them when told to, and another connection that sees only what is durable. */
async function setUp(): Promise<{
  readonly commits: GroupCommit;
  readonly database: Database;
  readonly count: () => number;
  readonly fail: (cause: Error) => void;
  readonly durable: () => unknown[];
}> {
  const path = join(testFolder(), 'test.db');
  const database = await openDatabase(path);
  database.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT');
  const other = await openDatabase(path);
  onTestFinished(() => {
    database.close();
    other.close();
  });
  let commits = 0;
  let failure: Error | null = null;
  const exec = database.exec.bind(database);
  database.exec = (sql) => {
    if (sql === 'COMMIT') {
      if (failure) throw failure;
      commits += 1;
    }
    exec(sql);
  };
  const names = (of: Database): unknown[] =>
    of
      .prepare('SELECT name FROM things ORDER BY id')
      .all([])
      .map(({ name }) => name);
  return {
    commits: groupCommit(database),
    database,
    count: () => commits,
    fail: (cause) => {
      failure = cause;
    },
    durable: () => names(other),
  };
}

it('makes the writes of one turn durable with one commit, in their order', async () => {
  const { commits, count, durable } = await setUp();
  const insert = commits.prepare(INSERT);
  const writers = Array.from({ length: 20 }, async (_, index) => {
    await insert.run([`first ${index}`]);
    await commits.committed();
    await insert.run([`second ${index}`]);
    await commits.committed();
  });
  await Promise.all(writers);
  expect(count()).toBe(2);
  expect(durable()).toHaveLength(40);
  expect(durable()[19]).toBe('first 19');
});

it('shows a write to every later read at once, and to no other connection before the commit', async () => {
  const { commits, durable } = await setUp();
  const written = commits.prepare(INSERT).run(['x']);
  expect(await commits.prepare('SELECT name FROM things').get([])).toEqual({ name: 'x' });
  expect(await written).toEqual({ changes: 1 });
  expect(durable()).toEqual([]);
  await commits.committed();
  expect(durable()).toEqual(['x']);
});

it('commits what no caller waits for, and what is open at the end', async () => {
  const { commits, durable } = await setUp();
  const insert = commits.prepare(INSERT);
  await insert.run(['x']);
  await new Promise(setImmediate);
  expect(durable()).toEqual(['x']);
  await insert.run(['y']);
  await commits.end();
  expect(durable()).toEqual(['x', 'y']);
  await commits.committed();
});

it('lets nothing build on a commit that failed', async () => {
  const { commits, durable, fail } = await setUp();
  const insert = commits.prepare(INSERT);
  await insert.run(['lost']);
  fail(new Error('disk full'));
  const waiting = [commits.committed(), commits.committed()];
  for (const each of waiting) await expect(each).rejects.toThrow('disk full');
  await expect(insert.run(['later'])).rejects.toThrow('disk full');
  await expect(commits.committed()).rejects.toThrow('disk full');
  await expect(commits.end()).rejects.toThrow('disk full');
  expect(durable()).toEqual([]);
});

it('keeps what was written beside a statement that was refused', async () => {
  const { commits, durable } = await setUp();
  const insert = commits.prepare(INSERT);
  await insert.run(['x']);
  await expect(insert.run(['x'])).rejects.toThrow(expect.objectContaining({ code: 'JOURNAL_CONSTRAINT' }));
  await expect(insert.run(['\0'])).rejects.toThrow(expect.objectContaining({ code: 'JOURNAL_UNBINDABLE' }));
  await insert.run(['y']);
  await commits.committed();
  expect(durable()).toEqual(['x', 'y']);
});
