import { addressKey } from '../domain/address/place-key.ts';
import type { Request } from '../domain/request/request.ts';
import { covers } from '../domain/request/request-scope.ts';
import { isRequestedLoss } from '../domain/request/requested-loss.ts';
import { addressTag } from '../domain/request/tag.ts';
import type { Problem } from '../errors/problem.ts';
import type { OperationRecord } from '../journal/records.ts';
import type { AddressContent, NumberState } from '../providers/contract.ts';
import { findReusable, findToEnable } from './addresses/find-reusable.ts';
import { answeredBefore } from './answered-cells.ts';
import { compose } from './compose.ts';
import { acceptedKeyOf, rememberChoice } from './context/accepted-key.ts';
import type { PlanAccount, PlanContext } from './context/plan-context.ts';
import { type Planned, settledBy } from './context/planned.ts';
import type { Composed, Present } from './context/present.ts';
import { withCosts } from './costs.ts';
import { contentOfStored, enabledKey, namedOnlyToEnable } from './numbers/compose-coverage.ts';
import { maxGapOf, withinMaxGap, withMaxGap } from './numbers/max-gap.ts';
import { nameLost } from './numbers/name-lost.ts';
import { withPrice } from './numbers/with-price.ts';
import { withoutVoice } from './numbers/without-voice.ts';
import { type PlanCounts, planCounts } from './plan-counts.ts';
import { operationsOf } from './read-state.ts';
import { rememberAddress } from './remember-address.ts';
import { type Move, moveOf, noteShift } from './shifted-rows.ts';
import { addSpend } from './spend.ts';
import { planUndo } from './undo/plan-undo.ts';
import { unusedProblems, unwrittenProblems } from './unused-cells.ts';

/** Turns each operation of an account into its program, from the snapshot alone. Reads and writes only the journal. */
export async function makePlan(context: PlanContext, account: PlanAccount): Promise<PlanCounts> {
  const { journal, runId } = context;
  const counts = planCounts(account.name, await journal.countCovered(runId, account.name));
  let last: Move | null = null;
  for await (const operation of operationsOf(context, account.name)) {
    if (operation.phase === 'ended') continue;
    const planned = withCosts(await planOperation(context, account, operation), account, context);
    await journal.saveOperation(runId, planned.operation);
    addSpend(counts.spend, planned.operation.costs ?? []);
    const move = moveOf(planned.operation);
    noteShift(counts.shifted, last, move);
    last = move;
    if (planned.composed.kind !== 'program') {
      if (context.options.command === 'apply') await rememberUnchanged(context, account, planned.operation);
      continue;
    }
    const { verb, opensGap } = planned.composed;
    counts.verbs.set(verb, (counts.verbs.get(verb) ?? 0) + 1);
    if (isRequestedLoss(verb) && planned.operation.before?.emergency.state === 'covered') counts.uncovered++;
    if (!opensGap) continue;
    counts.gaps++;
    counts.maxGapSeconds = Math.max(counts.maxGapSeconds, planned.operation.maxGapSeconds ?? 0);
  }
  return counts;
}

/** A choice that is in force already is as good as one that was carried out. */
async function rememberUnchanged(
  { journal }: PlanContext,
  { provider }: PlanAccount,
  { outcome, request }: OperationRecord,
): Promise<void> {
  if (outcome?.result === 'unchanged') await rememberChoice(journal, provider, request);
}

/** One operation with its program, or with its outcome when there is nothing to do; composed from the snapshot alone. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export async function planOperation(
  context: PlanContext,
  account: PlanAccount,
  operation: OperationRecord,
): Promise<Planned> {
  if (context.options.command === 'undo') return planUndo(context, account, operation);
  const { journal, runId } = context;
  const { provider, name } = account;
  const { capabilities, accountKey } = provider;
  const { request } = operation;
  const keyOf: Present['keyOf'] = (stored) =>
    addressKey(stored.address, stored.callerName ?? '', capabilities.callerNameIn);
  const number =
    request.phoneNumber === ''
      ? null
      : numberOf(await journal.numberState(runId, name, request.phoneNumber), request);
  const currentId = number?.emergency.addressId ?? '';
  const stored = currentId === '' ? null : await journal.storedAddressById(runId, name, currentId);
  const place = request.address
    ? addressKey(request.address, request.callerName, capabilities.callerNameIn)
    : '';
  // A row may name the id that its new address is to have; such an address is reused for no other row.
  const ownId = request.action === 'add-address' ? request.addressId : '';
  const key = ownId === '' ? place : `${place}|id:${ownId}`;
  const content: AddressContent | null = request.address && {
    address: request.address,
    callerName: request.callerName,
    label: request.addressLabel,
    addressKind: request.addressKind,
    tag: ownId || addressTag(accountKey, key, capabilities.tag?.maxChars ?? 24),
  };
  const acceptedKey = await acceptedKeyOf(journal, provider, request);
  const reusable =
    place === '' || ownId !== '' ? null : await findReusable(context, account, [key, acceptedKey]);
  const named =
    request.addressId === '' ? reusable : await journal.storedAddressById(runId, name, request.addressId);
  const wanted = compose(
    {
      request,
      number,
      stored,
      content,
      addressKey: place,
      named,
      acceptedKey,
      keyOf,
      usedBy: named ? await journal.numbersUsingAddress(runId, name, named.id) : [],
      stages: (settings, present) => provider.updateStages?.(settings, present) ?? [settings],
      switchIgnored: await journal.isObserved(accountKey, 'emergency-status-ignored'),
    },
    capabilities,
  );
  const beforeAddress =
    stored ?? (request.action === 'update-address' || request.action === 'delete-address' ? named : null);
  const written = request.addressId === '' ? (reusable ?? stored) : null;
  const isUnchanged = wanted.kind === 'settled' && wanted.outcome.result === 'unchanged';
  const using = request.addressId === '' ? stored : named;
  const unused = unusedProblems(request, { number, stored: using, serving: named }, capabilities);
  const problems = [
    ...(operation.unitProblem ? [operation.unitProblem] : []),
    ...(isUnchanged ? await answeredBefore(context, account, request, unused) : unused),
    ...(composesAddress(request)
      ? unwrittenProblems(request, { number, stored: written, isUnchanged }, capabilities)
      : []),
    ...withoutVoice(request, number),
    ...(await nameLost(context, account, { ...operation, before: number })),
  ];
  const maxGapSeconds = maxGapOf(wanted, number, request, capabilities);
  const allowed = refusedByCells(withPrice(wanted, operation, capabilities), problems);
  const composed = withinMaxGap(context, allowed, maxGapSeconds, {
    title: capabilities.title,
    ...(request.approval && { approval: request.approval }),
  });
  const namedToEnable = covers(request) ? namedOnlyToEnable(request, named, capabilities) : null;
  const ownKey = request.addressId === '' || ownId !== '' ? key : '';
  const base = {
    ...withMaxGap(operation, maxGapSeconds),
    problems,
    before: number,
    beforeAddress,
    handle: number?.handle ?? '',
    addressKey: namedToEnable === null ? ownKey : enabledKey(namedToEnable.id),
  };
  if (composed.kind === 'settled') return settledBy(composed, base, provider.provider);
  const needsAddress = ownKey !== '' && composesAddress(request);
  if (
    needsAddress &&
    content &&
    (composed.program.length === 0 ||
      composed.program.some((i) => i.do === 'step' && i.step.kind === 'associate'))
  ) {
    const other =
      reusable === null && ownId === '' ? await findToEnable(context, account, [key, acceptedKey]) : null;
    const enables = other === null ? {} : { enables: { addressId: other.id, isNamed: false } };
    await rememberAddress(context, account, operation, { addressKey: key, content, reusable, ...enables });
  }
  if (namedToEnable !== null) {
    const { id } = namedToEnable;
    await rememberAddress(context, account, operation, {
      addressKey: enabledKey(id),
      content: contentOfStored(namedToEnable, request),
      reusable: null,
      enables: { addressId: id, isNamed: true },
    });
  }
  return { composed, operation: { ...base, program: composed.program } };
}

/** Whether the request writes an address unless one that is there serves. */
function composesAddress(request: Request): boolean {
  return covers(request) || request.action === 'add-address' || request.action === 'validate';
}

/** A row with a cell that it plainly means and that its action cannot carry out is left alone as a whole. */
function refusedByCells(composed: Composed, problems: readonly Problem[]): Composed {
  const error = problems.find(({ severity }) => severity === 'error');
  const isFailed = composed.kind === 'settled' && composed.outcome.result === 'failed';
  if (error === undefined || isFailed) return composed;
  const { code: errorCode, column: errorColumn, message: errorMessage, hint } = error;
  const outcome = { result: 'failed', stage: 'validate', detail: '' } as const;
  return { kind: 'settled', outcome: { ...outcome, errorCode, errorColumn, errorMessage, hint } };
}

/** The number as the row means it: `endpoint_id` names the handle where the provider shows none for the number alone. */
function numberOf(state: NumberState | null, request: Request): NumberState | null {
  return state === null || state.handle !== '' ? state : { ...state, handle: request.endpointId };
}
