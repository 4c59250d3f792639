import type { CallEvent } from '../../domain/call-event.ts';
import type { Clock } from '../../domain/clock.ts';
import { durationText } from '../../domain/duration-text.ts';
import { many } from '../../domain/plural.ts';
import type { ExpectedWork, WaitOf } from '../../run/context/run-watcher.ts';
import { visible, visibleSentence } from './visible.ts';

/** What is measured for less than this says more about the start than about the pace: the configured pace is taken. */
const MEASURED_FROM_MS = 10_000;
/** Seconds over which calls are counted for the rate. */
const WINDOW_SECONDS = 20;
/** Uncovered numbers that are named at once; the alerts name all of them. */
const MOST_GAPS = 10;

/** Counts by second. */
type Recent = Map<number, number>;

interface Wait {
  readonly text: string;
  /** Monotonic milliseconds; infinite when it ends with a change. */
  readonly untilMs: number;
}

interface AccountState extends ExpectedWork {
  done: number;
  made: number;
  gapsDone: number;
  /** Of the last seconds: all calls, and those that are not reads. */
  readonly calls: Recent;
  readonly writing: Recent;
  /** Monotonic milliseconds: when it began, or the end of its last pause. */
  measuredFromMs: number;
  wait: Wait | null;
}

/** How far each account is while changes are made: what is done, how fast, what it waits for, and how long the rest takes. */
export class AccountProgress {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #accounts = new Map<string, AccountState>();
  readonly #gaps = new Map<string, { readonly account: string; readonly phoneNumber: string }>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** Begins with what the plan expects of each account. */
  expect(works: readonly ExpectedWork[]): void {
    const measuredFromMs = this.#clock.monotonicMs();
    this.#accounts.clear();
    for (const work of works) {
      this.#accounts.set(work.account, {
        ...work,
        done: 0,
        made: 0,
        gapsDone: 0,
        calls: new Map(),
        writing: new Map(),
        measuredFromMs,
        wait: null,
      });
    }
  }

  called({ account, method, status }: Pick<CallEvent, 'account' | 'method' | 'status'>): void {
    const state = this.#accounts.get(account);
    if (state === undefined) return;
    const second = Math.floor(this.#clock.monotonicMs() / 1_000);
    count(state.calls, second);
    // A call that was refused or has no answer is made again, or its change ends another way.
    if (method === 'GET' || status === null || status >= 400) return;
    state.made += 1;
    count(state.writing, second);
  }

  /** A change of the account has ended. */
  changed(account: string): void {
    const state = this.#accounts.get(account);
    if (state === undefined) return;
    state.done += 1;
    if (state.wait?.untilMs === Number.POSITIVE_INFINITY) state.wait = null;
  }

  waits(text: string, { account, forMs = Number.POSITIVE_INFINITY, isPaused = false }: WaitOf): void {
    const state = this.#accounts.get(account);
    if (state === undefined) return;
    const untilMs = this.#clock.monotonicMs() + forMs;
    state.wait = { text, untilMs };
    if (!isPaused) return;
    // What is measured across a pause says nothing of the pace after it.
    state.measuredFromMs = untilMs;
    state.calls.clear();
    state.writing.clear();
  }

  waitsNoMore(): void {
    for (const state of this.#accounts.values()) state.wait = null;
  }

  gapOpened(account: string, phoneNumber: string): void {
    this.#gaps.set(`${account}|${phoneNumber}`, { account, phoneNumber });
  }

  gapClosed(account: string, phoneNumber: string): void {
    const state = this.#accounts.get(account);
    if (this.#gaps.delete(`${account}|${phoneNumber}`) && state !== undefined) state.gapsDone += 1;
  }

  /** `about 24 s left`; empty when nothing is known, or left. Of the slowest account: accounts work side by side. */
  timeLeft(): string {
    const states = [...this.#accounts.values()];
    const seconds = Math.max(0, ...states.map((state) => this.#secondsLeft(state)));
    const gaps = states.reduce((sum, { gaps: all, gapsDone }) => sum + Math.max(0, all - gapsDone), 0);
    const longest = Math.max(0, ...states.map(({ maxGapSeconds }) => maxGapSeconds));
    const parts = seconds > 0 ? [`about ${durationText(seconds)} left`] : [];
    if (gaps > 0 && longest > 0) {
      parts.push(
        `and up to ${durationText(longest)} ${gaps === 1 ? 'for 1 coverage gap' : `for each of ${many(gaps, 'coverage gap')}`}`,
      );
    }
    return parts.join(' ');
  }

  /** A line for each account. `isBrief`: only for those that wait. */
  lines(isBrief: boolean): string[] {
    return [...this.#accounts.values()].flatMap((state) => {
      const wait = this.#waitOf(state);
      if (state.changes === 0 || (isBrief && wait === null)) return [];
      const isDone = state.done >= state.changes;
      const pace = isDone ? 'done' : `${rateText(this.#rate(state, state.calls))} calls/s`;
      const why = wait === null || isDone ? [] : [`waits: ${withoutAccount(wait.text, state.account)}`];
      return [`  ${[visible(state.account), `${state.done}/${state.changes}`, pace, ...why].join('  ')}`];
    });
  }

  /** The numbers without an address right now; empty without any. */
  gapLine(): string {
    if (this.#gaps.size === 0) return '';
    const gaps = [...this.#gaps.values()].slice(0, MOST_GAPS);
    const shown = gaps.map(({ account, phoneNumber }) => `${visible(phoneNumber)} (${visible(account)})`);
    const more = this.#gaps.size - gaps.length;
    return `  WITHOUT AN EMERGENCY ADDRESS NOW: ${shown.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
  }

  #waitOf({ wait }: AccountState): Wait | null {
    return wait !== null && wait.untilMs > this.#clock.monotonicMs() ? wait : null;
  }

  /**
   * The writes that the plan still expects, at the account's pace: first the configured one, less the reads beside them, then
   * the one that was measured. What a provider takes to register a number after them is not known.
   */
  #secondsLeft(state: AccountState): number {
    const { changes, done, writes, reads, made, callsPerSecond } = state;
    const left = writes - made;
    if (done >= changes || left <= 0) return 0;
    const nowMs = this.#clock.monotonicMs();
    const isMeasured = nowMs - state.measuredFromMs >= MEASURED_FROM_MS;
    const measured = isMeasured ? this.#rate(state, state.writing) : 0;
    const perSecond = measured > 0 ? measured : (callsPerSecond * writes) / (writes + reads);
    const pauseMs = Math.max(0, state.measuredFromMs - nowMs);
    return Math.ceil(left / perSecond + pauseMs / 1_000);
  }

  #rate({ measuredFromMs }: AccountState, recent: Recent): number {
    const nowMs = this.#clock.monotonicMs();
    const from = Math.floor(nowMs / 1_000) - WINDOW_SECONDS;
    const calls = [...recent].reduce((sum, [second, count]) => (second >= from ? sum + count : sum), 0);
    return (
      (calls * 1_000) /
      Math.max(1_000, Math.min(WINDOW_SECONDS * 1_000 + (nowMs % 1_000), nowMs - measuredFromMs))
    );
  }
}

function count(recent: Recent, second: number): void {
  recent.set(second, (recent.get(second) ?? 0) + 1);
  for (const each of recent.keys()) if (each < second - WINDOW_SECONDS) recent.delete(each);
}

/** `20` or `2.5`. */
export function rateText(perSecond: number): string {
  return perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1);
}

function withoutAccount(text: string, account: string): string {
  return visibleSentence(text.startsWith(`${account}: `) ? text.slice(account.length + 2) : text);
}
