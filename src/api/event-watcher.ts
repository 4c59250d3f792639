import type { Clock } from '../domain/clock.ts';
import type { ToldEvent } from '../run/context/events.ts';
import type { RunWatcher } from '../run/context/run-watcher.ts';
import type { WorkEvent } from './types/index.ts';

const PROGRESS_EVERY_MS = 1_000;

/** A watcher that turns all that it is told into events, each with its time, in order; progress at most once a second. */
export function eventWatcher(
  clock: Clock,
  emit: (event: WorkEvent) => void,
): Omit<Required<RunWatcher>, 'expect'> {
  let phase: Parameters<RunWatcher['phase']>[0] = 'read';
  let total: number | null = null;
  let waitsFor: string | null = null;
  let toldMs = Number.NEGATIVE_INFINITY;
  const event = (told: ToldEvent): void => emit({ ...told, at: new Date(clock.wallMs()).toISOString() });
  const waiting = (message: string | null): void => {
    if (message === waitsFor) return;
    waitsFor = message;
    event({ type: 'waiting', message });
  };
  return {
    event,
    waiting,
    phase: (name, things) => {
      waiting(null);
      [phase, total, toldMs] = [name, things, Number.NEGATIVE_INFINITY];
      event({ type: 'phase', phase, total });
    },
    progress: (done) => {
      waiting(null);
      const nowMs = clock.monotonicMs();
      if (nowMs - toldMs < PROGRESS_EVERY_MS) return;
      toldMs = nowMs;
      event({ type: 'progress', phase, done, total });
    },
    warn: (message) => event({ type: 'warning', message }),
    note: (message) => event({ type: 'note', message }),
    // run.log has the calls.
    called: () => undefined,
    readsRows: true,
  };
}
