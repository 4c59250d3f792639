import { addressKey } from '../domain/address/place-key.ts';
import type { Request } from '../domain/request/request.ts';
import { covers } from '../domain/request/request-scope.ts';
import { isRequestedLoss } from '../domain/request/requested-loss.ts';
import { addressTag } from '../domain/request/tag.ts';
import type { Problem } from '../errors/problem.ts';
import { readingAhead } from '../journal/reading-ahead.ts';
import type { OperationRecord } from '../journal/records.ts';
import type { AddressContent, NumberState } from '../providers/contract.ts';
import { asStored, failedAddressRow } from './addresses/address-row.ts';
import { changedByRow } from './addresses/changed-by-row.ts';
import { findReusable, findToEnable } from './addresses/find-reusable.ts';
import { answeredBefore } from './answered-cells.ts';
import { compose } from './compose.ts';
import { acceptedKeyOf, rememberChoice } from './context/accepted-key.ts';
import type { PlanAccount, PlanContext } from './context/plan-context.ts';
import { type Planned, settledBy } from './context/planned.ts';
import { planningJournal } from './context/planning-journal.ts';
import type { Composed, Present } from './context/present.ts';
import { withCosts } from './costs.ts';
import { contentOfStored, enabledKey, namedOnlyToEnable } from './numbers/compose-coverage.ts';
import { maxGapOf, withinMaxGap, withMaxGap } from './numbers/max-gap.ts';
import { nameLost } from './numbers/name-lost.ts';
import { otherCountry } from './numbers/other-country.ts';
import { withPrice } from './numbers/with-price.ts';
import { withoutVoice } from './numbers/without-voice.ts';
import { type PlanCounts, planCounts } from './plan-counts.ts';
import { CHANGES_ADDRESS, operationsOf } from './read-state.ts';
import { rememberAddress } from './remember-address.ts';
import { type Move, moveOf, noteShift } from './shifted-rows.ts';
import { addSpend } from './spend.ts';
import { planUndo } from './undo/plan-undo.ts';
import { unseenSettings } from './unseen-settings.ts';
import { sharedProblems, unusedProblems, unwrittenProblems } from './unused-cells.ts';

/** Turns each operation of an account into its program, from the snapshot alone. Reads and writes only the journal. */
export async function makePlan(outer: PlanContext, account: PlanAccount): Promise<PlanCounts> {
  const context = { ...outer, journal: planningJournal(outer.journal) };
  const { journal, runId } = context;
  const counts = planCounts(account.name, await journal.countCovered(runId, account.name));
  let last: Move | null = null;
  const early = new Set<string>();
  const plan = async (operation: OperationRecord): Promise<OperationRecord> => {
    const planned = withCosts(await planOperation(context, account, operation), account, context);
    await journal.saveOperation(runId, planned.operation);
    addSpend(counts.spend, planned.operation.costs ?? []);
    count(counts, planned);
    if (planned.composed.kind !== 'program' && context.options.command === 'apply') {
      await rememberUnchanged(context, account, planned.operation);
    }
    return planned.operation;
  };
  const numbers = ({ request }: OperationRecord) =>
    journal.numberState(runId, account.name, request.phoneNumber);
  for await (const [operation] of readingAhead(operationsOf(context, account.name), numbers)) {
    if (operation.phase === 'ended' || early.has(operation.operationId)) continue;
    const { addressOperation } = operation;
    const adds = addressOperation === undefined ? null : await journal.operation(runId, addressOperation);
    // What becomes of an address decides about the rows that use it, wherever they are in the sheet.
    if (adds !== null && adds.phase !== 'ended' && !early.has(adds.operationId)) {
      early.add(adds.operationId);
      if (adds.position > operation.position) await plan(adds);
    }
    const move = moveOf(await plan(operation));
    noteShift(counts.shifted, last, move);
    last = move;
  }
  return counts;
}

function count(counts: PlanCounts, { composed, operation }: Planned): void {
  if (composed.kind !== 'program') return;
  const { verb, opensGap } = composed;
  counts.verbs.set(verb, (counts.verbs.get(verb) ?? 0) + (composed.numbers ?? 1));
  if (isRequestedLoss(verb) && operation.before?.emergency.state === 'covered') counts.uncovered++;
  if (!opensGap) return;
  counts.gaps++;
  counts.maxGapSeconds = Math.max(counts.maxGapSeconds, operation.maxGapSeconds ?? 0);
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
  const addressRowFailed = await failedAddressRow(context, operation);
  if (addressRowFailed !== null) {
    const ended = { kind: 'settled', outcome: addressRowFailed } as const;
    return settledBy(ended, { ...operation, before: number }, provider.provider);
  }
  // A row may name the ID that its new address is to have; only rows that name it too use such an address.
  const isOfRow = request.action === 'add-address' || request.addressRow !== undefined;
  const ownId = isOfRow ? request.addressId : '';
  const key = ownId === '' ? place : `${place}|id:${ownId}`;
  const content: AddressContent | null = request.address && {
    address: request.address,
    callerName: request.callerName,
    label: request.addressLabel,
    addressKind: request.addressKind,
    tag: ownId || addressTag(accountKey, key, capabilities.tag?.maxChars ?? 24),
  };
  const acceptedKey = await acceptedKeyOf(journal, provider, request);
  const found =
    place === '' || ownId !== '' ? null : await findReusable(context, account, [key, acceptedKey]);
  const named =
    request.addressId === '' ? found : await journal.storedAddressById(runId, name, request.addressId);
  const isOfOtherRow = ownId !== '' && request.addressRow !== undefined;
  const reusable = isOfOtherRow && named?.emergencyEnabled === true ? named : found;
  const toEnable =
    reusable === null && place !== '' && ownId === ''
      ? await findToEnable(context, account, [key, acceptedKey])
      : null;
  const changed = await changedByRow(context, operation, { used: named ?? reusable ?? toEnable, number });
  if (changed !== null) return settledBy(changed, { ...operation, before: number }, provider.provider);
  const usedBy = named ? await journal.numbersUsingAddress(runId, name, named.id) : [];
  const wanted = compose(
    {
      request,
      number,
      stored,
      content,
      addressKey: isOfOtherRow ? key : place,
      named,
      acceptedKey,
      keyOf,
      unseen: await unseenSettings(journal, provider, number, request),
      usedBy,
      stages: (settings, present) => provider.updateStages?.(settings, present) ?? [settings],
      switchIgnored: await journal.isObserved(accountKey, 'emergency-status-ignored'),
    },
    capabilities,
  );
  const beforeAddress = stored ?? (CHANGES_ADDRESS.has(request.action) ? named : null);
  const isUnchanged = wanted.kind === 'settled' && wanted.outcome.result === 'unchanged';
  // An address that the row replaces says nothing about the new one.
  const staying = stored !== null && (isUnchanged || keyOf(stored) === place) ? stored : null;
  const written = request.addressId === '' ? (reusable ?? staying) : null;
  const existing = request.addressId === '' ? stored : named;
  const using = request.addressRow !== undefined && content ? asStored(content) : existing;
  const unused = unusedProblems(
    request,
    { number, stored: using, serving: named, offer: operation.offer },
    capabilities,
  );
  const problems = [
    ...(operation.unitProblem ? [operation.unitProblem] : []),
    ...(isUnchanged ? await answeredBefore(context, account, request, unused) : unused),
    ...(composesAddress(request)
      ? unwrittenProblems(request, { number, stored: written, isUnchanged }, capabilities)
      : []),
    ...withoutVoice(request, number ?? operation.offer ?? null),
    ...otherCountry(request, { number, named, composed: wanted }),
    ...(await nameLost(context, account, { ...operation, before: number })),
  ];
  const maxGapSeconds = maxGapOf(wanted, number, request, capabilities);
  const allowed = refusedByCells(withPrice(wanted, operation, capabilities), problems);
  const composed = withinMaxGap(context, allowed, maxGapSeconds, {
    title: capabilities.title,
    ...(request.approval && { approval: request.approval }),
  });
  const namedToEnable = covers(request) ? namedOnlyToEnable(request, named, capabilities) : null;
  const isMove = request.action === 'move-site';
  const ownKey = request.addressId === '' || ownId !== '' || isMove ? key : '';
  const base = {
    ...withMaxGap(operation, maxGapSeconds),
    problems,
    before: number,
    beforeAddress,
    handle: number?.handle ?? '',
    addressKey: namedToEnable === null ? ownKey : enabledKey(namedToEnable.id),
    ...(isMove && { moves: usedBy }),
  };
  if (composed.kind === 'settled') return settledBy(composed, base, provider.provider);
  const needsAddress = ownKey !== '' && (composesAddress(request) || isMove);
  if (
    needsAddress &&
    content &&
    (composed.program.length === 0 ||
      composed.program.some((i) => i.do === 'step' && i.addressKey !== undefined))
  ) {
    const enables = toEnable === null ? {} : { enables: { addressId: toEnable.id, isNamed: false } };
    const shared = await rememberAddress(context, account, operation, {
      addressKey: key,
      content,
      reusable,
      ...enables,
    });
    base.problems.push(...sharedProblems(request, shared, capabilities));
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
