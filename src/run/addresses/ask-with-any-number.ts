import { acquires } from '../../domain/request/request-scope.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import type { Call } from '../../http/transport.ts';
import type { AddressRecord, OperationRecord } from '../../journal/records.ts';
import { operationsOf } from '../../plan/read-state.ts';
import type { AddressVerdict } from '../../providers/contract.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { endOperation, failedOutcome } from '../outcomes/end-operation.ts';

/** An address that this many numbers cannot ask about is refused for itself, not for its numbers. */
const MOST_NUMBERS = 25;

/** How addresses are asked about, and the numbers that may ask for those that are bought. */
interface Asking {
  readonly call: Call;
  readonly ownNumbers: OwnNumbers;
}

/** The numbers that an account owns in a country, as far as they were listed: each page is read once, for all addresses. */
export type OwnNumbers = (country: string) => AsyncIterable<string>;

export function createOwnNumbers({ provider }: RunAccount, call: Call): OwnNumbers {
  async function* list(country: string): AsyncGenerator<string> {
    for await (const { items } of provider.listNumbers(call, { country })) {
      for (const { phoneNumber } of items) yield phoneNumber;
    }
  }
  const byCountry = new Map<string, () => AsyncIterable<string>>();
  return (country) => {
    const listed = byCountry.get(country) ?? readOnce(list(country));
    byCountry.set(country, listed);
    return listed();
  };
}

/** Makes what can be read once readable from its beginning, by several at once. */
function readOnce<T>(source: AsyncIterator<T, void>): () => AsyncIterable<T> {
  const read: Promise<IteratorResult<T, void>>[] = [];
  return async function* () {
    for (let at = 0; ; at++) {
      read[at] ??= source.next();
      const next = await read[at];
      if (next === undefined || next.done === true) return;
      yield next.value;
    }
  };
}

/**
 * What the provider says about an address. Where it is asked on behalf of a number, a number that may not ask fails its own
 * row, and the next number of the address asks. Null when the provider has no such check.
 * @throws ProviderError when no number can ask.
 */
export async function askWithAnyNumber(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
  { call, ownNumbers }: Asking,
): Promise<AddressVerdict | null> {
  const { provider } = account;
  if (!provider.checkAddress) return null;
  if (!provider.capabilities.addressCheckNeedsNumber) {
    return provider.checkAddress(record.content, record.phoneNumber, call);
  }
  let isForPurchase = false;
  const refused: { readonly operation: OperationRecord; readonly error: ProviderError }[] = [];
  for await (const operation of operationsOf(context, account.name)) {
    if (operation.phase === 'ended' || operation.addressKey !== record.addressKey) continue;
    // A number that is bought later cannot ask yet.
    if (operation.before === null && acquires(operation.request)) {
      isForPurchase = true;
      continue;
    }
    if (refused.length >= MOST_NUMBERS) break;
    try {
      const verdict = await provider.checkAddress(record.content, operation.request.phoneNumber, call);
      for (const each of refused) {
        await endOperation(context, each.operation, {
          ...failedOutcome('refused', each.error),
          stage: 'address',
          errorColumn: 'phone_number',
        });
      }
      return verdict;
    } catch (caught) {
      const error = asProviderError(caught);
      if (error.kind !== 'refused' || error.verdict) throw error;
      refused.push({ operation, error });
    }
  }
  if (refused[0]) throw refused[0].error;
  if (isForPurchase) return askForPurchase(account, record, { call, ownNumbers });
  return provider.checkAddress(record.content, record.phoneNumber, call);
}

/**
 * An address of numbers that are only to be bought is asked about with a number that the account owns. Without one it cannot
 * be checked before the purchase: the provider judges it when the number gets it.
 */
async function askForPurchase(
  { provider }: RunAccount,
  record: AddressRecord,
  { call, ownNumbers }: Asking,
): Promise<AddressVerdict | null> {
  let refused = 0;
  for await (const phoneNumber of ownNumbers(record.content.address.country)) {
    try {
      return (await provider.checkAddress?.(record.content, phoneNumber, call)) ?? null;
    } catch (caught) {
      const error = asProviderError(caught);
      if (error.kind !== 'refused' || error.verdict) throw error;
      if (++refused >= MOST_NUMBERS) break;
    }
  }
  const { title } = provider.capabilities;
  const message = `${title} checks an address for a number that the account owns, and ${refused === 0 ? 'it owns none' : 'those that were tried cannot ask'}. The address is checked when the bought number gets it.`;
  return { kind: 'unverified', message };
}
