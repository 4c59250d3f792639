import { acceptable, correctionKind } from '../../domain/address/correction.ts';
import { addressKey } from '../../domain/address/place-key.ts';
import { addressTag, isOwnTag } from '../../domain/request/tag.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import type { AddressRecord } from '../../journal/records.ts';
import { verdictOfStored, verdictOfUnusable } from '../../plan/addresses/stored-verdict.ts';
import type { AddressContent, AddressVerdict, StepResult } from '../../providers/contract.ts';
import { performCall } from '../calls/perform-call.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { inReview, refusedBy } from '../outcomes/address-outcomes.ts';
import { storedLabel } from '../outcomes/stored-label.ts';

/** `create`: addresses that rows want are made and kept. `check`: made and deleted again. `ask`: nothing is written. */
export type SettleMode = 'create' | 'check' | 'ask';

/** An address that the provider has made: what was sent, what it answered, and whether it may be kept. */
interface Made {
  readonly content: AddressContent;
  readonly result: StepResult;
  readonly mode: SettleMode;
  readonly onDoubt?: (() => void) | undefined;
}

/** How far an address may be settled: one that no row keeps is never left at the provider. */
export function modeFor(context: RunContext, record: AddressRecord, mode: SettleMode): SettleMode {
  if (mode !== 'create' || record.isWanted) return mode;
  return context.options.checkByCreate || record.isCheckedFirst ? 'check' : 'ask';
}

/** What becomes of an address that the provider has made: kept, or deleted again when it is not what may be kept. */
export async function made(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
  { content, result, mode, onDoubt }: Made,
): Promise<void> {
  const rewritten: AddressVerdict | null =
    result.stored && correctionKind(content.address, result.stored.address) !== 'none'
      ? {
          kind: 'near',
          suggested: result.stored.address,
          message: 'The provider stored the address in another form.',
        }
      : null;
  const isAccepted = rewritten?.kind !== 'near' || accepts(context, content, rewritten);
  const isUnusable = result.stored?.emergencyEnabled === false;
  if (mode === 'check' || !isAccepted || isUnusable) {
    await deleteAgain(context, account, record, { addressId: result.id, onDoubt });
  }
  if (isUnusable) return save(context, refusedBy(record, verdictOfUnusable(result.stored)));
  if (rewritten?.kind === 'near' && !isAccepted) return save(context, inReview(record, rewritten));
  const verdict: AddressVerdict = record.verdict ?? rewritten ?? verdictOfStored(result.stored);
  if (mode === 'check') return save(context, { ...record, state: 'ready', verdict });
  const storedKey =
    result.stored &&
    addressKey(result.stored.address, content.callerName, account.provider.capabilities.callerNameIn);
  // An id that a row asks for is about that row; what the place is called elsewhere is not learned from it.
  if (storedKey && storedKey !== record.addressKey && isOwnTag(content.tag)) {
    await context.journal.saveCorrection(account.provider.accountKey, record.addressKey, storedKey);
  }
  if (result.stored && storedKey) {
    await context.journal.saveStoredAddress(context.runId, account.name, storedKey, result.stored);
  }
  await context.journal.knowAddress(account.provider.accountKey, result.id, storedKey ?? record.addressKey);
  await save(context, {
    ...record,
    content,
    state: 'ready',
    providerAddressId: result.id,
    createdByRun: true,
    verdict,
    ...storedLabel(result.stored, content.label),
  });
}

/** Deletes an address that is not to be kept. Finished in spite of a stop, and said when it cannot be done. */
export async function deleteAgain(
  context: RunContext,
  account: RunAccount,
  { addressKey: key }: AddressRecord,
  { addressId, onDoubt }: { readonly addressId: string; readonly onDoubt: (() => void) | undefined },
): Promise<void> {
  const warn = (error: ProviderError): void =>
    context.host.watcher.warn(
      `${account.name}: address ${addressId} was made, is not to be kept, and could not be deleted: ${error.message}`,
    );
  const step = { kind: 'delete-address', addressId } as const;
  const { signal } = new AbortController();
  try {
    const owner = { kind: 'address', addressKey: key } as const;
    const end = await performCall(context, account, { owner, step, priority: 'finish', signal, onDoubt });
    if (end.kind !== 'done') warn(end.error);
  } catch (caught) {
    warn(asProviderError(caught));
    throw caught;
  }
}

/** Whether `--accept` covers a provider's correction. */
export function accepts(
  context: RunContext,
  asked: AddressContent,
  verdict: Extract<AddressVerdict, { kind: 'near' }>,
): boolean {
  return acceptable(context.options.accept, correctionKind(asked.address, verdict.suggested));
}

/** Writes what is known of an address into the journal. */
export async function save(context: RunContext, record: AddressRecord): Promise<void> {
  await context.journal.saveAddress(context.runId, record);
}

/** What to write when a provider's correction is accepted. */
export function corrected(
  account: RunAccount,
  content: AddressContent,
  verdict: Extract<AddressVerdict, { kind: 'near' }>,
): AddressContent {
  const { capabilities, accountKey } = account.provider;
  const key = addressKey(verdict.suggested, content.callerName, capabilities.callerNameIn);
  return {
    ...content,
    address: verdict.suggested,
    tag: isOwnTag(content.tag) ? addressTag(accountKey, key, capabilities.tag?.maxChars ?? 24) : content.tag,
  };
}
