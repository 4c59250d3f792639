import type { Clock } from '../domain/clock.ts';
import type { ToldEvent } from '../run/context/events.ts';
import type { RunWatcher, WaitOf } from '../run/context/run-watcher.ts';
import type { WorkEvent } from './types/index.ts';

const PROGRESS_EVERY_MS = 1_000;

type Emit = (event: ToldEvent) => void;

/** A watcher that turns all that it is told into events, each with its time, in order; progress at most once a second. */
export function eventWatcher(
  clock: Clock,
  emit: (event: WorkEvent) => void,
): Omit<Required<RunWatcher>, 'expect'> {
  let phase: Parameters<RunWatcher['phase']>[0] = 'read';
  let total: number | null = null;
  let toldMs = Number.NEGATIVE_INFINITY;
  const tell: Emit = (told) => emit({ ...told, at: new Date(clock.wallMs()).toISOString() });
  const waits = new Waits(clock, tell);
  return {
    event: (told) => {
      if (told.type === 'change') waits.changed(told.account);
      tell(told);
    },
    waiting: (message, about) => {
      if (message === null) waits.endAll();
      else waits.begin(message, about);
    },
    phase: (name, things) => {
      waits.endExpired();
      [phase, total, toldMs] = [name, things, Number.NEGATIVE_INFINITY];
      tell({ type: 'phase', phase, total });
    },
    progress: (done) => {
      waits.endExpired();
      const nowMs = clock.monotonicMs();
      if (nowMs - toldMs < PROGRESS_EVERY_MS) return;
      toldMs = nowMs;
      tell({ type: 'progress', phase, done, total });
    },
    warn: (message) => tell({ type: 'warning', message }),
    note: (message) => tell({ type: 'note', message }),
    // run.log has the calls.
    called: () => undefined,
    readsRows: true,
  };
}

/** What each account waits for: told once when it begins, and when it is over. Accounts wait side by side. */
class Waits {
  readonly #clock: Clock;
  readonly #tell: Emit;
  readonly #of = new Map<string, { readonly message: string; readonly untilMs: number }>();

  constructor(clock: Clock, tell: Emit) {
    this.#clock = clock;
    this.#tell = tell;
  }

  begin(message: string, { account = '', forMs }: Partial<WaitOf> = {}): void {
    const untilMs = forMs === undefined ? Number.POSITIVE_INFINITY : this.#clock.monotonicMs() + forMs;
    const before = this.#of.get(account);
    this.#of.set(account, { message, untilMs });
    if (before?.message === message) return;
    const until = forMs === undefined ? null : new Date(this.#clock.wallMs() + forMs).toISOString();
    this.#tell({ type: 'waiting', account, message, until });
  }

  /** A wait without an end of its own is over with the account's next change. */
  changed(account: string): void {
    if (this.#of.get(account)?.untilMs === Number.POSITIVE_INFINITY) this.#end(account);
    this.endExpired();
  }

  endExpired(): void {
    for (const [account, { untilMs }] of this.#of) {
      if (untilMs <= this.#clock.monotonicMs()) this.#end(account);
    }
  }

  endAll(): void {
    for (const account of [...this.#of.keys()]) this.#end(account);
  }

  #end(account: string): void {
    this.#of.delete(account);
    this.#tell({ type: 'waiting', account, message: null, until: null });
  }
}
