import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/journal/engine/driver.ts';
import { guarded } from '../../src/journal/engine/engine-errors.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { all } from './all.ts';
import { testFolder } from './folder.ts';
import { journalWithRun, openTestJournal } from './open-test-journal.ts';
import { operationRecord, rowRecord, runRecord } from './records.ts';

describe('the file', () => {
  it('keeps everything over a reopening, and lets two runs write to one state folder', async () => {
    const stateDir = join(testFolder(), 'new', 'state');
    const first = await journalWithRun(stateDir);
    await first.addRow('r1', rowRecord(1));
    await first.flush();
    const second = await openTestJournal(stateDir);
    await second.startRun(runRecord('r2'));
    await first.addOperation('r2', operationRecord(1));
    await first.flush();
    expect(await all(second.operations('r2'))).toStrictEqual([operationRecord(1)]);
    await second.close();
    await first.close();
    expect((statSync(join(stateDir, 'journal.db')).mode & 0o777).toString(8)).toBe('600');
    if (existsSync(join(stateDir, 'journal.db-wal'))) {
      expect(statSync(join(stateDir, 'journal.db-wal')).size).toBe(0);
    }
    const again = await openTestJournal(stateDir);
    expect(await all(again.rows('r1'))).toStrictEqual([rowRecord(1)]);
    expect((await again.runs(9)).map((run) => run.runId)).toEqual(['r2', 'r1']);
    await expect(first.runs(1)).rejects.toThrow(expect.objectContaining({ code: 'JOURNAL_CLOSED' }));
  });

  it('can be made by several at the same moment', async () => {
    const stateDir = testFolder();
    const journals = await Promise.all(Array.from({ length: 6 }, () => openTestJournal(stateDir)));
    for (const [index, journal] of journals.entries()) await journal.startRun(runRecord(`r${index}`));
    expect(await journals[0]?.runs(9)).toHaveLength(6);
  });

  it('refuses records of a run that was never started', async () => {
    const journal = await openTestJournal();
    await expect(journal.addRow('none', rowRecord(1))).rejects.toThrow(
      expect.objectContaining({ name: 'JournalError' }),
    );
  });

  it.each([
    ['of a newer version', 'PRAGMA user_version = 99', 'JOURNAL_NEWER', /newer version/],
    ['of an older version', 'PRAGMA user_version = 2', 'JOURNAL_OLDER', /older version/],
    ['that is another database', 'CREATE TABLE music (id INTEGER)', 'JOURNAL_FOREIGN', /not a journal/],
  ])('is refused when it is one %s', async (_, sql, code, message) => {
    const stateDir = testFolder();
    const database = await openDatabase(join(stateDir, 'journal.db'));
    database.exec(sql);
    database.close();
    const refusal = { name: 'JournalError', code, message: expect.stringMatching(message) };
    await expect(openJournal(stateDir)).rejects.toMatchObject(refusal);
  });

  it('says so when a record in it cannot be read', async () => {
    const stateDir = testFolder();
    const journal = await journalWithRun(stateDir);
    await journal.addRow('r1', rowRecord(1));
    await journal.addOperation('r1', operationRecord(1));
    await journal.flush();
    const database = await openDatabase(join(stateDir, 'journal.db'));
    onTestFinished(() => database.close());
    database.exec(`UPDATE sheet_rows SET cells = '["cut'; UPDATE operations SET body = '7'`);
    const damaged = expect.objectContaining({ name: 'JournalError', code: 'JOURNAL_DAMAGED' });
    await expect(all(journal.rows('r1'))).rejects.toThrow(damaged);
    await expect(journal.operation('r1', 'op-000001')).rejects.toThrow(damaged);
  });

  it('is called a journal only where it is one, and the hint fits the command', () => {
    const full = (path: string): unknown => {
      try {
        return guarded(path, () => {
          throw new Error('database or disk is full');
        });
      } catch (error) {
        return error;
      }
    };
    expect(full('/x/journal.db')).toMatchObject({
      message: 'The journal /x/journal.db cannot be used: database or disk is full.',
      hint: 'Free disk space, then type `e911 resume`.',
    });
    expect(full('/x/.spool-1.partial')).toMatchObject({
      message: 'The file /x/.spool-1.partial cannot be used: database or disk is full.',
      hint: 'Free disk space, then type the same command again.',
    });
  });
});
