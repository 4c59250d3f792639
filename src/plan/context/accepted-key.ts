import { addressKey } from '../../domain/address/place-key.ts';
import type { Request } from '../../domain/request/request.ts';
import type { Journal } from '../../journal/journal.ts';
import type { PlanAccount } from './plan-context.ts';

type Account = Pick<PlanAccount['provider'], 'accountKey' | 'capabilities'>;

/**
 * The key of the address that was accepted earlier in place of the one that a request names: the provider's correction of it, or
 * the address that was chosen for this number. Null when neither was.
 */
export async function acceptedKeyOf(
  journal: Pick<Journal, 'correction'>,
  { accountKey, capabilities }: Account,
  request: Request,
): Promise<string | null> {
  if (request.address === null) return null;
  const place = addressKey(request.address, request.callerName, capabilities.callerNameIn);
  const chosen =
    request.phoneNumber === '' ? null : await journal.correction(accountKey, choiceKey(place, request));
  return (await journal.correction(accountKey, chosen ?? place)) ?? chosen;
}

/** Remembers an address that was chosen and is in force, so that the sheet by itself requests it from now on. */
export async function rememberChoice(
  journal: Pick<Journal, 'saveCorrection'>,
  { accountKey, capabilities }: Account,
  request: Request,
): Promise<void> {
  const { address, asked, callerName, phoneNumber } = request;
  if (asked === undefined || address === null || phoneNumber === '') return;
  const keyOf = (it: NonNullable<typeof address>): string =>
    addressKey(it, callerName, capabilities.callerNameIn);
  await journal.saveCorrection(accountKey, choiceKey(keyOf(asked), request), keyOf(address));
}

/** A choice among several addresses is about one number: the next one with the same words may mean another place. */
function choiceKey(place: string, { phoneNumber }: Request): string {
  return `${place}|for:${phoneNumber}`;
}
