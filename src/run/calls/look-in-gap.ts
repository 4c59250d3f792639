import { IncompleteListError } from '../../errors/app-error.ts';
import type { Call } from '../../http/transport.ts';
import type { OperationRecord } from '../../journal/records.ts';
import { isListCheaper } from '../../plan/context/list-or-single.ts';
import { readNumber } from '../../plan/lists/read-number.ts';
import type { NumberState } from '../../providers/contract.ts';
import { gapPollMs } from '../context/poll-interval.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';

/*
 * Numbers without an address are looked at together: when one of them is due, a list tells of all that wait, where that takes
 * fewer calls than asking for each. Whoever has reached its goal goes on at once; the others keep their own times.
 */

/** A number of an account that waits in its gap. */
interface Waiting {
  readonly operation: OperationRecord;
  /** A list that was begun after the number began to wait, and so tells of its present state. */
  list: Promise<void> | null;
  /** What the last such list showed. */
  seen: NumberState | null;
  /** Ends its pause. */
  readonly wake: AbortController;
}

/** The numbers of one account that wait. */
interface Gaps {
  readonly waiting: Set<Waiting>;
  /** How many numbers the account is known to hold; null until that is asked. */
  held: number | null;
}

const gaps = new WeakMap<RunAccount, Gaps>();

function gapsOf(account: RunAccount): Gaps {
  const known = gaps.get(account);
  if (known !== undefined) return known;
  const made: Gaps = { waiting: new Set(), held: null };
  gaps.set(account, made);
  return made;
}

/**
 * The state of a number that waits in its gap, when its next look is due or a list has shown before that it has reached its goal.
 * @returns null when it is not in the account
 * @throws ProviderError of its own look
 */
export async function lookInGap(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  call: Call,
): Promise<NumberState | null> {
  const { waiting } = gapsOf(account);
  const own: Waiting = { operation, list: null, seen: null, wake: new AbortController() };
  const { signal } = own.wake;
  waiting.add(own);
  try {
    await context.host.clock.sleep(gapPollMs(operation.polls), signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    // A list that failed was another number's look.
    const isListed = own.list !== null;
    await own.list?.catch(() => undefined);
    if ((isListed || signal.aborted) && own.seen !== null) return own.seen;
    own.seen = null;
    if (await isListWorth(context, account)) await listWaiting(account, call).catch(passIncomplete);
    // A list that does not show it, or cannot be read to its end, proves nothing.
    return own.seen ?? (await readOne(context, account, operation, call));
  } finally {
    waiting.delete(own);
  }
}

/** @throws what a look at one number would meet as well */
function passIncomplete(caught: unknown): void {
  if (!(caught instanceof IncompleteListError)) throw caught;
}

async function isListWorth({ journal }: RunContext, account: RunAccount): Promise<boolean> {
  const { accountKey, capabilities } = account.provider;
  const found = gapsOf(account);
  if (!capabilities.listShowsEmergency || found.waiting.size < 2) return false;
  found.held ??= await journal.countKnown(accountKey, 'numbers');
  return isListCheaper(capabilities, found.held, found.waiting.size);
}

/** Reads the list until it has shown all that wait now: what begins to wait later may have changed after its page was made. */
async function listWaiting(account: RunAccount, call: Call): Promise<void> {
  const { waiting, held } = gapsOf(account);
  const asked = [...waiting].filter(({ list }) => list === null);
  const list = showAll(account, new Map(asked.map((each) => [each.operation.request.phoneNumber, each])), {
    ...call,
    ...(held !== null && { held }),
  });
  for (const each of asked) each.list = list;
  try {
    await list;
  } finally {
    for (const each of asked) each.list = null;
  }
}

async function showAll({ provider }: RunAccount, asked: Map<string, Waiting>, call: Call): Promise<void> {
  for await (const { items } of provider.listNumbers(call)) {
    for (const state of items) {
      const one = asked.get(state.phoneNumber);
      // Several objects may have one number; only the one that the program works on tells of it.
      if (one === undefined || state.handle !== one.operation.handle) continue;
      asked.delete(state.phoneNumber);
      one.seen = state;
      if (isThere(one.operation, state)) one.wake.abort();
    }
    if (asked.size === 0) return;
  }
}

/** Whether the number shows what its operation waits for; judged in full by the operation itself. */
function isThere({ program, next }: OperationRecord, { emergency }: NumberState): boolean {
  const instruction = program[next];
  return instruction?.do === 'await' && instruction.state === emergency.state;
}

function readOne(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  call: Call,
): Promise<NumberState | null> {
  return readNumber(context, account, { ...operation, phoneNumber: operation.request.phoneNumber }, call);
}
