import { addressKey } from '../../domain/address/place-key.ts';
import type { Call } from '../../http/transport.ts';
import { hiddenFromList } from '../../plan/lists/hidden.ts';
import type { AddressContent } from '../../providers/contract.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';

/*
 * A list that was short from the first read on looks like a small account, and nothing is known that it could be compared
 * with. The first address that a run makes is: a list that does not show it is not believed, and nothing more is made.
 */

/** Lists may lag behind writes: how often the list is read for the new address, and the pause between. */
const MOST_READS = 4;
const READ_AGAIN_AFTER_MS = 2_000;
/** So many creations go alone at most: where each one is refused, there is nothing to look for in a list. */
const MOST_ALONE = 3;

/** How far an account's list of addresses is proven in this run. */
interface Proof {
  isProven: boolean;
  tried: number;
  /** Resolves when the creation that goes alone has ended or waits for its effect. */
  alone: Promise<void> | null;
}

const proofs = new WeakMap<RunAccount, Proof>();

function proofOf(account: RunAccount): Proof {
  const known = proofs.get(account);
  if (known !== undefined) return known;
  const proof: Proof = { isProven: false, tried: 0, alone: null };
  proofs.set(account, proof);
  return proof;
}

/** Does `work` alone while the account's list is not proven; `work` gets what lets the next creation begin. */
export async function firstAlone(
  account: RunAccount,
  work: (letOthersBegin: () => void) => Promise<void>,
): Promise<void> {
  const proof = proofOf(account);
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

/**
 * Looks for an address that was just made in the list that said that it was not there.
 * @returns the error that stops the account when the list hides it; null when it is shown, or when reads do not tell
 */
export async function unprovenList(
  context: RunContext,
  account: RunAccount,
  made: { readonly id: string; readonly content: AddressContent },
): Promise<Error | null> {
  const proof = proofOf(account);
  if (proof.isProven) return null;
  const call: Call = { signal: new AbortController().signal, priority: 'finish' };
  try {
    for (let reads = 1; ; reads++) {
      if (await isListed(account, made, call)) {
        proof.isProven = true;
        return null;
      }
      if (reads === MOST_READS) break;
      await context.host.clock.sleep(READ_AGAIN_AFTER_MS);
    }
    const found = await account.provider.findAddress(made.id, call);
    return found?.emergencyEnabled ? hiddenFromList(account, { what: 'address', id: made.id }) : null;
  } catch (caught) {
    const error = asProviderError(caught);
    if (error.kind === 'credentials') throw error;
    return null;
  }
}

async function isListed(
  { provider }: RunAccount,
  { id, content }: { readonly id: string; readonly content: AddressContent },
  call: Call,
): Promise<boolean> {
  const pages = provider.listAddressesOf?.(content.callerName, call) ?? provider.listAddresses(call);
  for await (const { items } of pages) {
    if (items.some((item) => item.id === id)) return true;
  }
  return false;
}
