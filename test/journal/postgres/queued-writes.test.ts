import { expect, it } from 'vitest';
import { readingAhead } from '../../../src/journal/reading-ahead.ts';
import { testDatabase } from '../../postgres/database.ts';
import { openProxy } from '../../postgres/proxy.ts';
import { journalWithRun } from '../open-test-journal.ts';
import { numberState, operationRecord, phoneNumberOf, rowRecord, runRecord } from '../records.ts';
import { opened, placeOf } from './postgres-suite.ts';

const ROWS = 600;

it('does not wait for the server with each row: a database in another city makes a run no hour longer', async () => {
  const { url, turnarounds } = await openProxy(await testDatabase());
  const journal = await journalWithRun(placeOf(url));
  const before = turnarounds();
  for (let at = 1; at <= ROWS; at++) {
    await journal.addOperation('r1', operationRecord(at));
    await journal.addRow('r1', rowRecord(at));
    await journal.saveNumberState('r1', 'main', numberState(at));
  }
  for (let at = 1; at <= ROWS; at++) {
    await journal.saveOperation('r1', operationRecord(at, { phase: 'ended' }));
  }
  await journal.flush();
  const asked = readingAhead(journal.operations('r1'), ({ request }) =>
    journal.numberState('r1', 'main', request.phoneNumber),
  );
  const numbers: unknown[] = [];
  for await (const [{ phase }, number] of asked) numbers.push(`${phase} ${number?.phoneNumber}`);
  expect(numbers).toEqual(Array.from({ length: ROWS }, (_, at) => `ended ${phoneNumberOf(at + 1)}`));
  // Four writes and a read for each row; a sixth of a turnaround is what the pieces of a full pipe come to.
  expect(turnarounds() - before).toBeLessThan(ROWS);
});

it.each([
  ['an operation that is not there', 'JOURNAL_MISSING_RECORD', 7],
  ['an operation that is there already', 'JOURNAL_CONSTRAINT', 1],
])('fails the commit of a queued write of %s, and all that comes after it', async (_what, code, index) => {
  const url = await testDatabase();
  const journal = await opened(url);
  await journal.startRun(runRecord('r1'));
  await journal.addOperation('r1', operationRecord(1));
  await journal.flush();
  const wrong = index === 1 ? journal.addOperation : journal.saveOperation;
  const row = journal.addRow('r1', rowRecord(1));
  await wrong('r1', operationRecord(index));
  await expect(journal.flush()).rejects.toMatchObject({ code });
  await row;
  await expect(journal.addRow('r1', rowRecord(2))).rejects.toMatchObject({ code });
  const other = await opened(url);
  expect((await other.countRows('r1')).total).toBe(0);
});

it('tells at once what cannot be kept, and keeps what came before it', async () => {
  const url = await testDatabase();
  const journal = await journalWithRun(placeOf(url));
  await journal.addRow('r1', rowRecord(1));
  await expect(journal.addRow('r1', rowRecord(1.5, { position: Number.NaN }))).rejects.toMatchObject({
    code: 'JOURNAL_UNBINDABLE',
  });
  await journal.flush();
  expect((await (await opened(url)).countRows('r1')).total).toBe(1);
});
