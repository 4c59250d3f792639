import type { CallRecord } from '../../journal/records.ts';
import type { ProviderAccount } from '../../providers/contract.ts';
import type { RunContext } from '../context/run-context.ts';

/** Where the carrier documents no time and none is typed: how long after it was sent a change may still take effect. */
const DEFAULT_SETTLE_MS = 60_000;
/** A connection may hold a request for as long as it is waited for, so these count from the moment it was given up. */
const LEAST_AFTER_GIVING_UP_MS = 5_000;
const LEAST_AFTER_DEATH_MS = 10_000;
/** No request is waited for any longer, in this process or in one that died (`http/wire.ts`). */
const LONGEST_CALL_MS = 60_000;

type Settling = Pick<RunContext, 'options' | 'host'>;

/** How long after it was sent a change of this account may still take effect: `--settle`, or what the carrier documents. */
export function settleMsOf(
  options: Pick<RunContext['options'], 'settleMs'>,
  provider: ProviderAccount,
): number {
  return options.settleMs ?? provider.capabilities.lateEffects.settleMs ?? DEFAULT_SETTLE_MS;
}

/** Until when a call that this process has given up now may take effect, in its monotonic milliseconds. */
export function settledAtMs(context: Settling, provider: ProviderAccount, sentAtMs: number): number {
  const settleMs = settleMsOf(context.options, provider);
  const nowMs = context.host.clock.monotonicMs();
  return Math.max(sentAtMs + settleMs, nowMs + Math.min(settleMs, LEAST_AFTER_GIVING_UP_MS));
}

/**
 * The same for a call that another process sent. The wall clock may have been set in between: an age is never negative, and
 * the wait is never longer than for a call that was sent a moment ago.
 */
export function earlierSettledAtMs(
  { host }: Pick<RunContext, 'host'>,
  settleMs: number,
  call: Pick<CallRecord, 'sentAt' | 'state' | 'finishedAt'>,
): number {
  const ageMs = (at: string): number => Math.max(0, host.clock.wallMs() - Date.parse(at));
  const left = (ms: number, at: string): number => Math.max(0, ms - ageMs(at));
  const sinceSent = left(settleMs, call.sentAt);
  const waitMs =
    call.state === 'unknown' && call.finishedAt !== null
      ? Math.max(sinceSent, left(Math.min(settleMs, LEAST_AFTER_GIVING_UP_MS), call.finishedAt))
      : // When the process died is not known: its request may have left until then.
        Math.max(
          sinceSent,
          Math.min(Math.min(settleMs, LEAST_AFTER_DEATH_MS), left(LONGEST_CALL_MS + settleMs, call.sentAt)),
        );
  return host.clock.monotonicMs() + waitMs;
}
