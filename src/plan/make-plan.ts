import { addressMark } from '../domain/mark.ts';
import { addressKey } from '../domain/place-key.ts';
import type { Wish } from '../domain/wish.ts';
import type { OperationRecord } from '../journal/records.ts';
import type { AddressContent, NumberState, StoredAddress } from '../providers/contract.ts';
import { compose } from './compose.ts';
import { findReusable } from './find-reusable.ts';
import type { PlanAccount, PlanContext } from './plan-context.ts';
import { planUndo } from './plan-undo.ts';
import { type Planned, settledBy } from './planned.ts';
import type { Present, Verb } from './present.ts';
import { operationsOf } from './read-state.ts';
import { verdictOfStored } from './stored-verdict.ts';
import { SWITCH_IGNORED } from './switch-ignored.ts';

/** What a plan would do at one account. */
export interface PlanCounts {
  readonly account: string;
  readonly verbs: Map<Verb, number>;
  windows: number;
  /** Numbers of the account's snapshot that are covered now. */
  covered: number;
}

/** Turns each operation of an account into its program, from the snapshot alone. Reads and writes only the journal. */
export function makePlan(context: PlanContext, account: PlanAccount): PlanCounts {
  const { journal, runId } = context;
  const counts: PlanCounts = {
    account: account.name,
    verbs: new Map(),
    windows: 0,
    covered: journal.countCovered(runId, account.name),
  };
  for (const operation of operationsOf(context, account.name)) {
    if (operation.phase === 'ended') continue;
    const planned = planOperation(context, account, operation);
    journal.saveOperation(runId, planned.operation);
    if (planned.composed.kind !== 'program') continue;
    const { verb, opensWindow } = planned.composed;
    counts.verbs.set(verb, (counts.verbs.get(verb) ?? 0) + 1);
    if (opensWindow) counts.windows++;
  }
  return counts;
}

/** One operation with its program, or with its outcome when there is nothing to do; composed from the snapshot alone. */
export function planOperation(
  context: PlanContext,
  account: PlanAccount,
  operation: OperationRecord,
): Planned {
  if (context.options.command === 'undo') return planUndo(context, account, operation);
  const { journal, runId } = context;
  const { provider, name } = account;
  const { capabilities, accountKey } = provider;
  const { wish } = operation;
  const keyOf: Present['keyOf'] = (stored) =>
    addressKey(stored.address, stored.callerName ?? '', capabilities.callerNameIn);
  const number =
    wish.phoneNumber === '' ? null : numberOf(journal.numberState(runId, name, wish.phoneNumber), wish);
  const currentId = number?.emergency.addressId ?? '';
  const stored = currentId === '' ? null : journal.storedAddressById(runId, name, currentId);
  const place = wish.address ? addressKey(wish.address, wish.callerName, capabilities.callerNameIn) : '';
  // A row may name the id that its new address is to have; such an address stands for itself alone.
  const ownId = wish.action === 'add-address' ? wish.addressId : '';
  const key = ownId === '' ? place : `${place}|id:${ownId}`;
  const content: AddressContent | null = wish.address && {
    address: wish.address,
    callerName: wish.callerName,
    label: wish.addressLabel,
    addressKind: wish.addressKind,
    mark: ownId || addressMark(accountKey, key, capabilities.mark?.maxChars ?? 24),
  };
  const acceptedKey = place === '' ? null : journal.correction(accountKey, place);
  const reusable = place === '' || ownId !== '' ? null : findReusable(context, account, key, acceptedKey);
  const named = wish.addressId === '' ? reusable : journal.storedAddressById(runId, name, wish.addressId);
  const composed = compose(
    {
      wish,
      number,
      stored,
      content,
      addressKey: place,
      named,
      acceptedKey,
      keyOf,
      usedBy: named ? journal.numbersUsingAddress(runId, name, named.id) : [],
      stages: (settings, present) => provider.updateStages?.(settings, present) ?? [settings],
      switchIgnored: journal.fact(accountKey, SWITCH_IGNORED) !== null,
    },
    capabilities,
  );
  const beforeAddress =
    stored ?? (wish.action === 'update-address' || wish.action === 'delete-address' ? named : null);
  const base = {
    ...operation,
    before: number,
    beforeAddress,
    handle: number?.handle ?? '',
    addressKey: wish.addressId === '' || ownId !== '' ? key : '',
  };
  if (composed.kind === 'settled') return settledBy(composed, base, provider.provider);
  const needsAddress =
    (wish.addressId === '' || ownId !== '') &&
    (wish.action === 'assign' || wish.action === 'validate' || wish.action === 'add-address');
  if (
    needsAddress &&
    content &&
    (composed.program.length === 0 ||
      composed.program.some((i) => i.do === 'step' && i.step.kind === 'associate'))
  ) {
    rememberAddress(context, account, key, content, reusable, operation);
  }
  return { composed, operation: { ...base, program: composed.program } };
}

/** The number as the row means it: `endpoint_id` names the handle where the provider shows none for the number alone. */
function numberOf(state: NumberState | null, wish: Wish): NumberState | null {
  return state === null || state.handle !== '' ? state : { ...state, handle: wish.endpointId };
}

/** For `validate --online`: notes every distinct address of the sheet to be asked about, without looking at numbers. */
export function rememberForCheck(context: PlanContext, account: PlanAccount): void {
  const { capabilities, accountKey } = account.provider;
  for (const operation of operationsOf(context, account.name)) {
    const { wish } = operation;
    if (!wish.address || operation.phase === 'ended') continue;
    const key = addressKey(wish.address, wish.callerName, capabilities.callerNameIn);
    const mark = addressMark(accountKey, key, capabilities.mark?.maxChars ?? 24);
    const content = {
      address: wish.address,
      callerName: wish.callerName,
      label: wish.addressLabel,
      addressKind: wish.addressKind,
      mark,
    };
    rememberAddress(context, account, key, content, findReusable(context, account, key, null), operation);
    context.journal.saveOperation(context.runId, { ...operation, addressKey: key });
  }
}

function rememberAddress(
  context: PlanContext,
  account: PlanAccount,
  key: string,
  content: AddressContent,
  reusable: StoredAddress | null,
  operation: OperationRecord,
): void {
  const isWanted = operation.wish.action !== 'validate';
  const known = context.journal.address(context.runId, account.name, key);
  if (known) {
    if (isWanted && !known.isWanted) context.journal.saveAddress(context.runId, { ...known, isWanted });
    return;
  }
  context.journal.saveAddress(context.runId, {
    account: account.name,
    addressKey: key,
    content,
    state: reusable ? 'ready' : 'open',
    providerAddressId: reusable?.id ?? '',
    createdByRun: false,
    verdict: reusable ? verdictOfStored(reusable) : null,
    outcome: null,
    phoneNumber: operation.wish.phoneNumber,
    isWanted,
  });
}
