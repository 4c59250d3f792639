import type { Clock, Random } from '../domain/clock.ts';
import { createPace, type Pace } from '../http/pace.ts';
import type { createWire } from '../http/undici-wire.ts';
import type { Wire } from '../http/wire.ts';
import type { AccountEntry } from './config.ts';

/** What a request of an account travels on: connections, and the pace at which requests leave. */
export interface Line {
  readonly wire: Wire;
  readonly pace: Pace;
  /** Ends the connections when no open account uses the line any more. */
  close(): Promise<void>;
}

interface SharedLine {
  readonly line: Line;
  users: number;
}

/** The open lines of accounts with subaccounts, by the account whose credentials are used. */
const shared = new WeakMap<AccountEntry, SharedLine>();

interface LineOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Makes real connections, or what takes their place. */
  readonly connect: typeof createWire | { readonly wire: Wire };
  /** `--max-pause`. */
  readonly maxPauseMs?: number | undefined;
}

/**
 * The line of an account. An account and its subaccounts use the same credentials, and a provider counts requests by
 * credentials: while they are open they share one line.
 */
export function lineOf(entry: AccountEntry, options: LineOptions): Line {
  const owner = entry.subaccount?.of ?? entry;
  if (owner.hasSubaccounts !== true) return createLine(owner, options);
  const joined = shared.get(owner) ?? { line: createLine(owner, options), users: 0 };
  joined.users += 1;
  shared.set(owner, joined);
  let isOpen = true;
  return {
    ...joined.line,
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      joined.users -= 1;
      if (joined.users > 0) return;
      shared.delete(owner);
      await joined.line.close();
    },
  };
}

function createLine({ limits }: AccountEntry, { clock, random, connect, maxPauseMs }: LineOptions): Line {
  const pace = createPace({ limits, clock, random, maxPauseMs });
  if (typeof connect !== 'function') return { ...connect, pace, close: async () => undefined };
  const connections = limits.concurrency;
  const made = connect({ connections, onConnected: (afterMs) => pace.pacer.delayed(afterMs) });
  return { wire: made.wire, pace, close: made.close };
}
