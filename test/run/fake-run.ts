import { setImmediate as nextTurn } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type FailureKind, ProviderError } from '../../src/errors/provider-error.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import type { ProviderAccount } from '../../src/providers/contract.ts';
import type { RunAccount, RunContext } from '../../src/run/context/run-context.ts';
import type { RunWatcher } from '../../src/run/context/run-watcher.ts';
import { testFolder } from '../journal/folder.ts';
import { runRecord } from '../journal/records.ts';

/** A watcher that passes nothing on. */
export const SILENT: RunWatcher = {
  phase: () => undefined,
  progress: () => undefined,
  waiting: () => undefined,
  warn: () => undefined,
  note: () => undefined,
  called: () => undefined,
};

export const RUN = 'run-1';

/** A provider's failure of a kind, with a hint that can be looked for in a row. */
export function failure(kind: FailureKind): ProviderError {
  return new ProviderError(`It was ${kind}.`, {
    kind,
    provider: 'twilio',
    operation: 'associate',
    hint: 'Look again.',
    // A provider that refuses has answered.
    ...(kind === 'refused' ? { status: 400 } : {}),
  });
}

/** An account with these calls of a provider; any other call fails the test by being no function. */
export function fakeAccount(calls: Partial<ProviderAccount>): RunAccount {
  const capabilities = {
    title: 'Twilio',
    addressModel: 'own-resource',
    registration: 'asynchronous',
    hidesCallerName: false,
    lateEffects: { settleMs: null, source: '', repeatable: [] },
    limits: { requestsPerSecond: 10, burst: 1, concurrency: 1, source: '' },
    tag: null,
  } as Partial<ProviderAccount['capabilities']>;
  const provider = { provider: 'twilio', accountKey: 'twilio:test', capabilities, ...calls };
  return { name: 'hq', doubts: new Map(), stopped: null, provider: provider as ProviderAccount };
}

/** A run in a journal of its own, under a clock that never waits. */
export async function fakeRun(
  account: RunAccount | null,
  stop: AbortSignal = new AbortController().signal,
): Promise<{ readonly context: RunContext; readonly journal: Journal }> {
  const journal = await openJournal(testFolder());
  onTestFinished(() => journal.close());
  await journal.startRun(runRecord(RUN));
  let nowMs = 0;
  const options: Partial<RunContext['options']> = {
    input: 'numbers.csv',
    command: 'apply',
    waitMs: 1_000,
    maxOpen: 1,
    maxErrors: { kind: 'percent', value: 100 },
    bom: false,
  };
  const host: Partial<RunContext['host']> = {
    clock: {
      wallMs: () => Date.UTC(2026, 10, 21) + nowMs,
      monotonicMs: () => nowMs,
      sleep: async (ms) => {
        nowMs += ms;
        // The journal commits in a turn of its own.
        await nextTurn();
      },
    },
    random: () => 0.5,
    config: { accounts: new Map(), defaults: {}, path: null },
    watcher: SILENT,
    stop,
  };
  const context = {
    runId: RUN,
    journal,
    options: options as RunContext['options'],
    host: host as RunContext['host'],
    accounts: new Map(account ? [[account.name, account]] : []),
    counterpart: null,
    isResumed: false,
  };
  return { context, journal };
}
