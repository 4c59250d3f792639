import type { CallRecord } from '../../journal/records.ts';
import type { ProviderAccount } from '../../providers/contract.ts';
import type { RunContext } from '../context/run-context.ts';

/** Where the carrier documents no time and none is typed: how long a change may still take effect. */
const DEFAULT_SETTLE_MS = 60_000;
/** No request is waited for any longer, in this process or in one that died (`http/wire.ts`). */
const LONGEST_CALL_MS = 60_000;

type Settling = Pick<RunContext, 'options' | 'host'>;

/** How long a change of this account may still take effect after its answer was lost: `--settle`, or what the carrier documents. */
export function settleMsOf(
  options: Pick<RunContext['options'], 'settleMs'>,
  provider: ProviderAccount,
): number {
  return options.settleMs ?? provider.capabilities.lateEffects.settleMs ?? DEFAULT_SETTLE_MS;
}

/**
 * Until when a call that this process has given up now may take effect, in its monotonic milliseconds. It counts from now and
 * not from when it was sent: a gateway may hold a call for a minute before it answers in place of the carrier.
 */
export function settledAtMs({ options, host }: Settling, provider: ProviderAccount): number {
  return host.clock.monotonicMs() + settleMsOf(options, provider);
}

/**
 * The same for a call that another process sent. It was given up when its answer was lost or, where that is not written down,
 * when the process died: not later than now, nor than the longest call. The wall clock may have been set in between, so an
 * age is never negative, and the wait never longer than for a call that was given up now.
 */
export function earlierSettledAtMs(
  { host }: { readonly host: Pick<RunContext['host'], 'clock'> },
  settleMs: number,
  { state, sentAt, finishedAt }: Pick<CallRecord, 'sentAt' | 'state' | 'finishedAt'>,
): number {
  const ageMs = (at: string): number => Math.max(0, host.clock.wallMs() - Date.parse(at));
  const isWrittenDown = state === 'unknown' && finishedAt !== null;
  const givenUpMs = isWrittenDown ? ageMs(finishedAt) : Math.max(0, ageMs(sentAt) - LONGEST_CALL_MS);
  return host.clock.monotonicMs() + Math.max(0, settleMs - givenUpMs);
}
