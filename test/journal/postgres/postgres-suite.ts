import { onTestFinished } from 'vitest';
import type { Journal } from '../../../src/journal/journal.ts';
import { openPostgresJournal } from '../../../src/journal/postgres/postgres-journal.ts';
import { ACCOUNT_KEY } from '../open-test-journal.ts';
import { stepOf } from '../records.ts';

export const callOf = (index: number, accountKey = ACCOUNT_KEY) => ({
  runId: 'r1',
  account: 'hq',
  accountKey,
  owner: { kind: 'operation', operationId: `op-${index}` } as const,
  step: stepOf(index),
  attempt: 1,
  sentAt: '2025-01-02T03:04:05.000Z',
});

export const placeOf = (url: string) => ({ kind: 'postgres', url }) as const;

/** A journal of a database, closed after the test whatever became of it. */
export async function opened(url: string, monotonicMs?: () => number): Promise<Journal> {
  const journal = await openPostgresJournal(url, monotonicMs && [monotonicMs]);
  onTestFinished(() => journal.close().catch(() => undefined));
  return journal;
}
