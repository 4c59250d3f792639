import { addressKey } from '../domain/address/place-key.ts';
import { addressTag } from '../domain/request/tag.ts';
import type { AddressRecord, OperationRecord } from '../journal/records.ts';
import type { StoredAddress } from '../providers/contract.ts';
import { findReusable } from './addresses/find-reusable.ts';
import { verdictOfStored } from './addresses/stored-verdict.ts';
import type { PlanAccount, PlanContext } from './context/plan-context.ts';
import { operationsOf } from './read-state.ts';

/** For `validate --online`: notes every distinct address of the sheet to be asked about, without looking at numbers. */
export async function rememberForCheck(context: PlanContext, account: PlanAccount): Promise<void> {
  const { capabilities, accountKey } = account.provider;
  for await (const operation of operationsOf(context, account.name)) {
    const { request } = operation;
    if (!request.address || operation.phase === 'ended') continue;
    const key = addressKey(request.address, request.callerName, capabilities.callerNameIn);
    const tag = addressTag(accountKey, key, capabilities.tag?.maxChars ?? 24);
    const content = {
      address: request.address,
      callerName: request.callerName,
      label: request.addressLabel,
      addressKind: request.addressKind,
      tag,
    };
    const reusable = await findReusable(context, account, [key]);
    await rememberAddress(context, account, operation, { addressKey: key, content, reusable });
    await context.journal.saveOperation(context.runId, { ...operation, addressKey: key });
  }
}

/** An address that the numbers of this run wait for. */
type Remembered = Pick<AddressRecord, 'addressKey' | 'content' | 'enables'> & {
  readonly reusable: StoredAddress | null;
};

/**
 * Notes an address for this run; one that another row noted is kept, with the label and kind of the first row that wants it written
 * and names them.
 * @returns what another row noted; null when this row is the first
 */
export async function rememberAddress(
  context: PlanContext,
  account: PlanAccount,
  { request }: OperationRecord,
  { reusable, ...remembered }: Remembered,
): Promise<AddressRecord | null> {
  const isCheckedFirst = request.action === 'move-site';
  const isWanted = request.action !== 'validate' && !isCheckedFirst;
  const known = await context.journal.address(context.runId, account.name, remembered.addressKey);
  if (known && isCheckedFirst) {
    await context.journal.saveAddress(context.runId, { ...known, isCheckedFirst });
    return null;
  }
  if (known) {
    // A check needs no label, and what it noted is not written.
    const content =
      isWanted && !known.isWanted
        ? remembered.content
        : { ...known.content, label: known.content.label || remembered.content.label };
    const joined = { ...known, content, isWanted: known.isWanted || isWanted };
    const isNews = joined.isWanted !== known.isWanted || content.label !== known.content.label;
    if (isWanted && isNews) await context.journal.saveAddress(context.runId, joined);
    return isWanted ? joined : null;
  }
  await context.journal.saveAddress(context.runId, {
    ...remembered,
    account: account.name,
    state: reusable ? 'ready' : 'open',
    providerAddressId: reusable?.id ?? '',
    createdByRun: false,
    verdict: reusable ? verdictOfStored(reusable) : null,
    outcome: null,
    phoneNumber: request.phoneNumber,
    isWanted,
    ...(isCheckedFirst && { isCheckedFirst }),
  });
  return null;
}
