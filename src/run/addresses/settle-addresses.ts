import { addressKey } from '../../domain/place-key.ts';
import { addressTag, isOwnTag } from '../../domain/tag.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import type { AddressRecord } from '../../journal/records.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import { requireAbsent } from '../../plan/lists/second-view.ts';
import type { AddressContent, AddressVerdict } from '../../providers/contract.ts';
import { performCall } from '../calls/perform-call.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { addressFailure, inReview, refusedBy, unknownOutcome } from '../outcomes/address-outcomes.ts';
import { isUnsent } from '../outcomes/end-operation.ts';
import { askWithAnyNumber } from './ask-with-any-number.ts';
import { enableAddress } from './enable-address.ts';
import { accepts, made, type SettleMode, save } from './made-address.ts';
import { deleteUnusable } from './unusable-address.ts';

/** How far an address may be settled: one that no row keeps is never left at the provider. */
export function modeFor(context: RunContext, record: AddressRecord, mode: SettleMode): SettleMode {
  if (mode !== 'create' || record.isWanted) return mode;
  return context.options.checkByCreate ? 'check' : 'ask';
}

/**
 * Settles every distinct address of an account before its first number is touched: found, made, corrected as far as
 * `--accept` allows, or refused. Each answer is in the journal when this returns.
 * @throws ProviderError `credentials`.
 */
export async function settleAddresses(
  context: RunContext,
  account: RunAccount,
  mode: SettleMode,
  progress: () => void,
): Promise<void> {
  const { capabilities } = account.provider;
  const open = context.journal.addresses(context.runId, account.name, 'open');
  await forEachBounded(open, capabilities.limits.concurrency, async (record) => {
    if (context.host.stop.aborted || account.stopped) return;
    try {
      if (capabilities.addressCheck === 'without-writing') await ask(context, account, record);
      else await createOrLeave(context, account, record, modeFor(context, record, mode));
    } catch (caught) {
      account.stopped = asProviderError(caught);
    }
    progress();
  });
}

async function ask(context: RunContext, account: RunAccount, record: AddressRecord): Promise<void> {
  const { provider } = account;
  const call = { signal: context.host.stop, priority: 'read' as const };
  try {
    const verdict = await askWithAnyNumber(context, account, record, call);
    if (verdict === null) return;
    if (verdict.kind === 'exact' || verdict.kind === 'unverified') {
      return save(context, { ...record, state: 'ready', verdict });
    }
    if (verdict.kind === 'none') return save(context, refusedBy(record, verdict));
    if (!accepts(context, record.content, verdict)) return save(context, inReview(record, verdict));
    const content = corrected(account, record.content, verdict);
    const { accountKey, capabilities } = provider;
    const key = addressKey(content.address, content.callerName, capabilities.callerNameIn);
    await context.journal.saveCorrection(accountKey, record.addressKey, key);
    await save(context, { ...record, state: 'ready', verdict, content });
  } catch (caught) {
    const error = asProviderError(caught);
    if (error.kind === 'credentials') throw error;
    if (context.host.stop.aborted) return;
    await save(context, { ...record, state: 'refused', outcome: addressFailure(error) });
  }
}

async function createOrLeave(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
  mode: SettleMode,
): Promise<void> {
  if (mode === 'ask') return;
  const enabled = mode === 'create' && record.enables ? await enableAddress(context, account, record) : null;
  if (enabled !== null) return save(context, enabled);
  const { content } = record;
  // An address that is deleted again must never be taken for one that stays: it gets a tag of its own.
  const tag =
    mode === 'create'
      ? content.tag
      : addressTag(
          account.provider.accountKey,
          `check|${context.runId}|${record.addressKey}`,
          account.provider.capabilities.tag?.maxChars ?? 24,
        );
  await create(context, account, record, { ...content, tag }, mode);
}

// biome-ignore lint/complexity/useMaxParams: older than the limit
async function create(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
  content: AddressContent,
  mode: SettleMode,
): Promise<void> {
  const owner = { kind: 'address', addressKey: record.addressKey } as const;
  // An id that the row gives is taken or free at the provider, which refuses a second one by itself.
  if (mode === 'create' && isOwnTag(content.tag)) {
    try {
      await requireAbsent(context, account, content, { signal: context.host.stop, priority: 'start' });
    } catch (caught) {
      // Stopped before anything was sent: the address stays open for a resume.
      if (context.host.stop.aborted) return;
      throw caught;
    }
  }
  const isInTheWay = await deleteUnusable(context, account, record, content.tag);
  if (isInTheWay) return save(context, isInTheWay);
  const end = await performCall(
    context,
    account,
    owner,
    { kind: 'create-address', ...content },
    'start',
    context.host.stop,
  );
  if (end.kind === 'unknown') {
    return save(context, { ...record, state: 'unknown', outcome: unknownOutcome(end.error) });
  }
  // Stopped before it was sent: the address stays open for a resumed run.
  if (end.kind === 'refused' && context.host.stop.aborted && isUnsent(end.error)) return;
  if (end.kind === 'refused') return refused(context, account, record, content, end.error, mode);
  await made(context, account, record, { content, result: end.result, mode });
}

// biome-ignore lint/complexity/useMaxParams: older than the limit
async function refused(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
  content: AddressContent,
  error: ProviderError,
  mode: SettleMode,
): Promise<void> {
  const { verdict } = error;
  if (verdict?.kind !== 'near') {
    return save(context, {
      ...record,
      state: 'refused',
      verdict: verdict ?? null,
      outcome: addressFailure(error),
    });
  }
  // A second suggestion for its own suggestion would go round for ever.
  if (record.verdict !== null || !accepts(context, content, verdict)) {
    return save(context, inReview(record, verdict, error));
  }
  const better = corrected(account, content, verdict);
  const betterKey = addressKey(better.address, better.callerName, account.provider.capabilities.callerNameIn);
  if (!isOwnTag(content.tag)) return create(context, account, { ...record, verdict }, better, mode);
  await context.journal.saveCorrection(account.provider.accountKey, record.addressKey, betterKey);
  const known = (await context.journal.storedAddressesByKey(context.runId, account.name, betterKey)).find(
    (s) => s.emergencyEnabled,
  );
  if (known) {
    return save(context, {
      ...record,
      content: better,
      state: 'ready',
      providerAddressId: known.id,
      verdict,
    });
  }
  await create(context, account, { ...record, verdict }, better, mode);
}

function corrected(
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
