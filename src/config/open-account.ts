import type { CallCounts } from '../domain/call-counts.ts';
import type { CallEvent } from '../domain/call-event.ts';
import type { Clock, Random } from '../domain/clock.ts';
import { type AccountTransport, createTransport } from '../http/account-transport.ts';
import { createRedactor } from '../http/redact.ts';
import { rateLimitResetMs, senderNowMs } from '../http/retry-after.ts';
import type { Call, HttpAnswer } from '../http/transport.ts';
import type { Wire } from '../http/wire.ts';
import type { ProviderAccount, Subaccount } from '../providers/contract.ts';
import type { AccountEntry } from './config.ts';
import { lineOf } from './shared-line.ts';
import { readSubaccounts, withSubaccountCheck } from './subaccount-list.ts';

/** An account that can be called, with its own counts. Accounts that share credentials share pace and connections. */
export interface OpenAccount {
  readonly name: string;
  readonly provider: ProviderAccount;
  /** What works today and will end, a sentence each. */
  readonly notices: readonly string[];
  /** What its credentials reach beside its own account; empty without `subaccounts: all`. @throws ProviderError */
  listSubaccounts(call: Call): Promise<readonly Subaccount[]>;
  stats(): CallCounts;
  /** Takes the account's secrets out of a text. */
  redact(text: string): string;
  /** Ends its connections; calls in flight fail with an unknown outcome. */
  close(): Promise<void>;
}

/**
 * Opens one account of the config: looks up its references, sends nothing. `wire` takes the place of real connections in
 * tests and the simulation.
 * @throws UsageError when a reference cannot be looked up.
 */
export async function openAccount(
  entry: AccountEntry,
  options: {
    readonly clock: Clock;
    readonly random: Random;
    readonly wire?: Wire;
    /** `--max-pause`: a longer pause fails the calls with an error of kind `paused`. */
    readonly maxPauseMs?: number | undefined;
    readonly onPause?: (ms: number) => void;
    /** Told of every request that left, when it has ended. */
    readonly onCall?: ((call: CallEvent) => void) | undefined;
  },
): Promise<OpenAccount> {
  const { clock, random } = options;
  const { settings, origins, secretValues } = await entry.access();
  // The client is loaded by what sends something: a check of a sheet does without it.
  const connect =
    options.wire === undefined ? (await import('../http/undici-wire.ts')).createWire : { wire: options.wire };
  const { maxPauseMs } = options;
  const { wire, pace, close } = lineOf(entry, { clock, random, connect, maxPauseMs });
  const redactor = createRedactor(secretValues);
  const transport: AccountTransport = createTransport({
    provider: entry.definition.provider,
    account: entry.name,
    origins,
    limits: entry.limits,
    pace,
    wire,
    clock,
    random,
    redactor,
    readThrottle: (answer) => readThrottle(answer, clock),
    onPause: options.onPause,
    onCall: options.onCall,
  });
  return {
    name: entry.name,
    provider: withOwnLimits(
      entry,
      entry.definition.create(settings, withSubaccountCheck(entry, transport), { clock }),
    ),
    notices: entry.definition.notices?.(settings) ?? [],
    listSubaccounts: (call) => readSubaccounts(entry, transport, call),
    stats: transport.stats,
    redact: redactor.redact,
    close,
  };
}

/** The adapter with the account's limits in place of the provider's usual ones: what is in flight follows the config. */
function withOwnLimits({ limits }: AccountEntry, provider: ProviderAccount): ProviderAccount {
  const { capabilities } = provider;
  return { ...provider, capabilities: { ...capabilities, limits: { ...capabilities.limits, ...limits } } };
}

function readThrottle(answer: HttpAnswer, clock: Clock): { readonly pauseMs: number } | null {
  if (answer.status !== 429) return null;
  const pauseMs = rateLimitResetMs(answer, senderNowMs(answer, clock.wallMs()));
  return pauseMs === null ? null : { pauseMs };
}
