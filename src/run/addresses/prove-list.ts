import { addressKey } from '../../domain/address/place-key.ts';
import type { SubjectKey } from '../../domain/request/subject-key.ts';
import { IncompleteListError } from '../../errors/app-error.ts';
import { stopsAccount } from '../../errors/provider-error.ts';
import type { Call } from '../../http/transport.ts';
import type { KnownKind } from '../../journal/journal.ts';
import { askById, hiddenFromList } from '../../plan/lists/hidden.ts';
import type { AddressContent } from '../../providers/contract.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';

/*
 * A list that was short from the first read on looks like a small account, and nothing is known that it could be compared
 * with. The first object that a run makes is: a list that does not show it is not believed, and nothing more is made. That
 * holds for addresses, and for what is made for a number (endpoints).
 */

/** Lists may lag behind writes: how often the list is read for the new address, and the pause between. */
const MOST_READS = 4;
const READ_AGAIN_AFTER_MS = 2_000;
/** After so many reads that failed it is not known whether the list shows the object. */
const MOST_FAILURES = 4;
/** So many creations go alone at most: where each one is refused, there is nothing to look for in a list. */
const MOST_ALONE = 3;

/** How far one list of an account is proven in this run. */
interface Proof {
  isProven: boolean;
  tried: number;
  /** Resolves when the creation that goes alone has ended or waits for its effect. */
  alone: Promise<void> | null;
}

const proofs = new WeakMap<RunAccount, Readonly<Record<KnownKind, Proof>>>();

function proofOf(account: RunAccount, kind: KnownKind): Proof {
  const known = proofs.get(account);
  if (known !== undefined) return known[kind];
  const unproven = (): Proof => ({ isProven: false, tried: 0, alone: null });
  const made = { addresses: unproven(), numbers: unproven() };
  proofs.set(account, made);
  return made[kind];
}

/** Whether a list of the account showed what this process made. */
export function isProven(account: RunAccount, kind: KnownKind): boolean {
  return proofOf(account, kind).isProven;
}

/** Does `work` alone while the account's list is not proven; `work` gets what lets the next creation begin. */
export async function firstAlone(
  account: RunAccount,
  kind: KnownKind,
  work: (letOthersBegin: () => void) => Promise<void>,
): Promise<void> {
  const proof = proofOf(account, kind);
  while (proof.alone !== null && !proof.isProven) await proof.alone;
  if (proof.isProven || account.stopped || proof.tried >= MOST_ALONE) return work(() => undefined);
  proof.tried += 1;
  let release = (): void => undefined;
  const alone = new Promise<void>((resolve) => {
    release = resolve;
  });
  proof.alone = alone;
  const letOthersBegin = (): void => {
    if (proof.alone === alone) proof.alone = null;
    release();
  };
  try {
    await work(letOthersBegin);
  } finally {
    letOthersBegin();
  }
}

/** The id of an address that the last list that was read shows already; empty when it shows none. */
export async function listedSince(
  { journal, runId }: RunContext,
  { name, provider }: RunAccount,
  { address, callerName }: AddressContent,
): Promise<string> {
  const key = addressKey(address, callerName, provider.capabilities.callerNameIn);
  const listed = await journal.storedAddressesByKey(runId, name, key);
  return listed.find(({ emergencyEnabled }) => emergencyEnabled)?.id ?? '';
}

/** What was just made: an address, or what covers a number that no list showed. */
type MadeObject =
  | { readonly kind: 'addresses'; readonly id: string; readonly content: AddressContent }
  | { readonly kind: 'numbers'; readonly id: string; readonly phoneNumber: SubjectKey };

/**
 * Looks for an object that was just made in the list that said that it was not there.
 * @returns the error that stops the account when the list hides it; null when it is shown, or is not there any more
 * @throws ProviderError when it could not be read: the object stays unproven, and the account has to stop
 */
export async function unprovenList(
  context: RunContext,
  account: RunAccount,
  made: MadeObject,
): Promise<Error | null> {
  const proof = proofOf(account, made.kind);
  if (proof.isProven) return null;
  const call: Call = { signal: new AbortController().signal, priority: 'finish' };
  const what = made.kind === 'addresses' ? 'address' : 'number';
  let failures = 0;
  for (let reads = 1; ; ) {
    try {
      const { isShown, hidden } = await lookInList(context, account, made, call);
      if (hidden !== '') return hiddenFromList(account, { what, id: hidden });
      if (isShown) {
        proof.isProven = true;
        return null;
      }
      if (reads === MOST_READS) {
        const isThere = (await askById(account, askedOf(made), call)) === true;
        return isThere ? hiddenFromList(account, { what, id: made.id }) : null;
      }
      reads++;
    } catch (caught) {
      const error = asProviderError(caught);
      failures++;
      if (stopsAccount(error) || failures >= MOST_FAILURES) throw error;
    }
    await context.host.clock.sleep(READ_AGAIN_AFTER_MS);
  }
}

function askedOf(made: MadeObject): Parameters<typeof askById>[1] {
  return made.kind === 'addresses'
    ? { address: made.id }
    : { phoneNumber: made.phoneNumber, handle: made.id };
}

/** Whether a list shows what was made, and the other one of its kind that an earlier list hid; empty when there is none. */
interface Seen {
  readonly isShown: boolean;
  readonly hidden: string;
}

async function lookInList(
  context: RunContext,
  account: RunAccount,
  made: MadeObject,
  call: Call,
): Promise<Seen> {
  if (made.kind === 'numbers') return { isShown: await isNumberListed(account, made, call), hidden: '' };
  const seen = await lookForAddress(account, made, call);
  // What the plan was made with was not hidden.
  const isKnown =
    seen.hidden !== '' &&
    (await context.journal.storedAddressById(context.runId, account.name, seen.hidden)) !== null;
  return isKnown ? { ...seen, hidden: '' } : seen;
}

/** Looks through the whole list: the address that was hidden may come after the one that was made. */
export async function lookForAddress(
  { provider }: RunAccount,
  { id, content }: Pick<Extract<MadeObject, { kind: 'addresses' }>, 'id' | 'content'>,
  call: Call,
): Promise<Seen> {
  const { callerNameIn } = provider.capabilities;
  const wanted = addressKey(content.address, content.callerName, callerNameIn);
  const pages = provider.listAddressesOf?.(content.callerName, call) ?? provider.listAddresses(call);
  let seen: Seen = { isShown: false, hidden: '' };
  for await (const { items } of pages) {
    for (const { emergencyEnabled, ...item } of items) {
      if (item.id === id) seen = { ...seen, isShown: true };
      else if (emergencyEnabled && addressKey(item.address, item.callerName ?? '', callerNameIn) === wanted) {
        seen = { ...seen, hidden: item.id };
      }
    }
  }
  return seen;
}

/** Shown alone: a second object of the number, which the list hid before, makes it ambiguous. */
async function isNumberListed(
  { provider }: RunAccount,
  { id, phoneNumber }: Extract<MadeObject, { kind: 'numbers' }>,
  call: Call,
): Promise<boolean> {
  try {
    return (await provider.findNumber(phoneNumber, call))?.handle === id;
  } catch (caught) {
    if (caught instanceof IncompleteListError) return false;
    throw caught;
  }
}
