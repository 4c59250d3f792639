import { addressKey } from '../../domain/address/place-key.ts';
import { addressTag, isOwnTag } from '../../domain/request/tag.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import type { AddressRecord } from '../../journal/records.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import { requireAbsent } from '../../plan/lists/second-view.ts';
import type { AddressContent } from '../../providers/contract.ts';
import { adoptLate } from '../calls/adopt-late.ts';
import { createHeld, type Held } from '../calls/held.ts';
import { performCall } from '../calls/perform-call.ts';
import { settleDoubt } from '../calls/settle-doubt.ts';
import { doubtOf } from '../context/doubts.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { addressFailure, inReview, unknownOutcome } from '../outcomes/address-outcomes.ts';
import { isUnsent } from '../outcomes/end-operation.ts';
import { askAddress } from './ask-address.ts';
import { createOwnNumbers, type OwnNumbers } from './ask-with-any-number.ts';
import { enableAddress } from './enable-address.ts';
import { accepts, corrected, deleteAgain, made, modeFor, type SettleMode, save } from './made-address.ts';
import { firstAlone, listedSince, unprovenList } from './prove-list.ts';
import { recoverAddress } from './recover-addresses.ts';
import { deleteUnusable } from './unusable-address.ts';

/** Addresses whose creation is in doubt; the rows of all others need not wait for them. */
export interface LateAddresses {
  readonly keys: ReadonlySet<string>;
  /** Resolves when each of them is settled. */
  ended(): Promise<void>;
}

/** How far an address is settled, and what is told when a call of it is in doubt. */
interface Settling {
  readonly mode: SettleMode;
  readonly ownNumbers: OwnNumbers;
  readonly onDoubt: () => void;
}

/**
 * Settles every distinct address of an account before its first number is touched: found, made, corrected as far as
 * `--accept` allows, or refused. Each answer is in the journal when this returns, but for those in doubt.
 * @throws ProviderError `credentials`.
 */
export async function settleAddresses(
  context: RunContext,
  account: RunAccount,
  mode: SettleMode,
  progress: () => void,
): Promise<LateAddresses> {
  const held: Held = createHeld();
  const keys = new Set<string>();
  const ownNumbers = createOwnNumbers(account, { signal: context.host.stop, priority: 'read' });
  const open = context.journal.addresses(context.runId, account.name, 'open');
  await forEachBounded(open, account.provider.capabilities.limits.concurrency, async (record) => {
    if (context.host.stop.aborted || account.stopped) return;
    const isWaiting = await held.place(async (onDoubt) => {
      try {
        await settleOne(context, account, record, {
          mode: modeFor(context, record, mode),
          ownNumbers,
          onDoubt,
        });
      } catch (caught) {
        account.stopped = asProviderError(caught);
      }
      progress();
    });
    if (isWaiting) keys.add(record.addressKey);
  });
  return { keys, ended: held.ended };
}

async function settleOne(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
  settling: Settling,
): Promise<void> {
  if (account.provider.capabilities.addressCheck === 'without-writing') {
    return askAddress(context, account, record, settling.ownNumbers);
  }
  const owner = { kind: 'address', addressKey: record.addressKey } as const;
  const doubt = doubtOf(account.doubts, context.runId, owner);
  if (doubt !== null) {
    // An earlier process sent a call for this address and never learned its answer.
    const { onDoubt } = settling;
    await settleDoubt(context, account, doubt, { priority: 'start', signal: context.host.stop, onDoubt });
    if (doubtOf(account.doubts, context.runId, owner) !== null) return;
  } else if ((await adoptLate(context, account, owner)) === null) {
    return createOrLeave(context, account, record, settling);
  }
  await recoverAddress(context, account, record);
  const recovered = await context.journal.address(context.runId, account.name, record.addressKey);
  if (recovered?.state === 'open') await createOrLeave(context, account, recovered, settling);
}

async function createOrLeave(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
  settling: Settling,
): Promise<void> {
  const { mode } = settling;
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
  // What a row's own ID names is taken or free whatever a list shows; what is deleted again is never looked for.
  if (mode !== 'create' || !isOwnTag(tag)) {
    return create(context, account, record, { ...settling, content: { ...content, tag } });
  }
  // A resumed run has read the list again: what it shows now is not made.
  const providerAddressId = await listedSince(context, account, content);
  if (providerAddressId !== '') return save(context, { ...record, state: 'ready', providerAddressId });
  await firstAlone(account, 'addresses', async (letOthersBegin) => {
    if (account.stopped) return;
    const onDoubt = (): void => {
      letOthersBegin();
      settling.onDoubt();
    };
    await create(context, account, record, { ...settling, onDoubt, content });
  });
}

/** A creation: what is sent may differ from the record by a tag or a correction. */
type Creating = Settling & { readonly content: AddressContent };

async function create(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
  creating: Creating,
): Promise<void> {
  const { content, onDoubt } = creating;
  const { stop } = context.host;
  // An id that the row gives is taken or free at the provider, which refuses a second one by itself.
  if (creating.mode === 'create' && isOwnTag(content.tag)) {
    try {
      await requireAbsent(context, account, content, { signal: stop, priority: 'start' });
    } catch (caught) {
      // Stopped before anything was sent: the address stays open for a resume.
      if (stop.aborted) return;
      throw caught;
    }
  }
  const isInTheWay = await deleteUnusable(context, account, record, content.tag);
  if (isInTheWay) return save(context, isInTheWay);
  const end = await performCall(context, account, {
    owner: { kind: 'address', addressKey: record.addressKey },
    step: { kind: 'create-address', ...content },
    priority: 'start',
    signal: stop,
    onDoubt,
  });
  if (end.kind === 'unknown') {
    return save(context, { ...record, state: 'unknown', outcome: unknownOutcome(end.error) });
  }
  // Stopped before it was sent: the address stays open for a resumed run.
  if (end.kind === 'refused' && stop.aborted && isUnsent(end.error)) return;
  if (end.kind === 'refused') return refused(context, account, record, { ...creating, error: end.error });
  const isOfList = creating.mode === 'create' && isOwnTag(content.tag);
  const lie = isOfList
    ? await unprovenList(context, account, { kind: 'addresses', id: end.result.id, content }).catch(
        asProviderError,
      )
    : null;
  if (lie !== null) {
    // It may be the second one of its place: the list that said that there is none hides it, too, or cannot be read again.
    account.stopped ??= asProviderError(lie);
    await deleteAgain(context, account, record, { addressId: end.result.id, onDoubt });
    throw lie;
  }
  await made(context, account, record, { ...creating, result: end.result });
}

async function refused(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
  creating: Creating & { readonly error: ProviderError },
): Promise<void> {
  const { content, error } = creating;
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
  if (!isOwnTag(content.tag)) {
    return create(context, account, { ...record, verdict }, { ...creating, content: better });
  }
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
  await create(context, account, { ...record, verdict }, { ...creating, content: better });
}
