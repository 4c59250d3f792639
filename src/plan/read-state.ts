import { addressKey } from '../domain/address/place-key.ts';
import type { Recipient } from '../domain/request/request.ts';
import { covers } from '../domain/request/request-scope.ts';
import { IncompleteListError } from '../errors/app-error.ts';
import type { Problem } from '../errors/problem.ts';
import { unusedCellProblem } from '../errors/unused-cell.ts';
import type { Call } from '../http/transport.ts';
import type { OperationRecord } from '../journal/records.ts';
import { operationOwner } from '../journal/subject.ts';
import type { NumberState } from '../providers/contract.ts';
import { forEachBounded } from './context/bounded.ts';
import { isListCheaper } from './context/list-or-single.ts';
import { isNotBegun } from './context/not-begun.ts';
import type { PlanAccount, PlanContext } from './context/plan-context.ts';
import { createUnread } from './context/unread.ts';
import { requireAddressesOfNumbers, untilShown } from './lists/hidden.ts';
import { readNumber } from './lists/read-number.ts';
import { allAddresses, allNumbers } from './lists/whole-list.ts';
import { namedEndUsers } from './numbers/end-users.ts';
import { readOffers } from './read-offers.ts';
import { fold } from './seen-cells.ts';
import { readWhole } from './sites/read-whole.ts';

/** A sheet with fewer numbers asks for each of them. */
const LIST_FROM = 25;
export const CHANGES_ADDRESS: ReadonlySet<string> = new Set([
  'update-address',
  'delete-address',
  'move-site',
]);
/** `remove` among them: the text of an address is kept before it is removed, so that it can be restored. */
const ADDRESS_ACTIONS = new Set(['remove', 'validate', 'add-address', ...CHANGES_ADDRESS]);

/** What the reading found out on its way. */
interface StateRead {
  /** Whether rows move sites, so that the plan has to see who is there. */
  readonly movesSite: boolean;
}

/**
 * Reads an account's present state into the journal's snapshot: the numbers that the sheet names (all of them when that is
 * cheaper) and the addresses. Makes no write.
 * @throws ProviderError, IncompleteListError when a listing cannot be read to its end.
 */
export async function readState(context: PlanContext, account: PlanAccount): Promise<StateRead> {
  const { journal, runId } = context;
  const { provider } = account;
  const call: Call = { signal: context.host.stop, priority: 'read' };
  const users = namedEndUsers();
  const { needed, wantsAddresses, changesAddress, movesSite, addsRecipient } = await needsOf(
    context,
    account,
    users,
  );
  const readsAddresses = wantsAddresses && provider.capabilities.addressModel === 'own-resource';
  const listAddresses = (): Promise<void> => saveAddresses(context, account, call);
  if (readsAddresses) await untilShown(context, listAddresses);
  if (addsRecipient) await findRecipients(context, account, call);
  // Which numbers use an address that is changed or deleted, or have an end user, is seen in the whole list alone.
  const listed = new Set<string>();
  const { listShowsEmergency, limits } = provider.capabilities;
  const held = await journal.countKnown(provider.accountKey, 'numbers');
  const isWorthIt = needed >= LIST_FROM && isListCheaper(provider.capabilities, held, needed);
  const isListed = (changesAddress || movesSite || !users.isEmpty || isWorthIt) && listShowsEmergency;
  const listNumbers = async (): Promise<void> => {
    for await (const page of allNumbers(journal, account, call)) {
      for (const state of page.items) {
        listed.add(state.phoneNumber);
        users.note(state);
        await journal.saveNumberState(runId, account.name, state);
      }
    }
  };
  const inList =
    listShowsEmergency || !isWorthIt ? null : await listOfNeeded(context, account, { ...call, held });
  if (isListed) {
    await untilShown(context, listNumbers);
    // A number without an endpoint gets one: that a list does not show it is believed only when it says so twice.
    const isAsked = provider.unlistedNumber !== undefined && !(await showsAll(context, account, listed));
    if (isAsked) await untilShown(context, listNumbers);
  }
  const unread = createUnread(context, readsAddresses || isListed || inList !== null);
  await forEachBounded(operationsOf(context, account.name), limits.concurrency, async (operation) => {
    const refused = isNotBegun(operation) ? users.refuse(operation) : null;
    if (refused !== null) await journal.saveOperation(runId, refused);
    // A number that no list shows may still be one that can be given an address.
    if (operation.request.phoneNumber === '' || listed.has(operation.request.phoneNumber)) return;
    const { phoneNumber } = operation.request;
    try {
      const state =
        isListed && provider.unlistedNumber
          ? provider.unlistedNumber(phoneNumber)
          : ((await completed(account, inList?.get(phoneNumber), call)) ??
            (await readNumber(context, account, { phoneNumber }, call)));
      if (state) await journal.saveNumberState(runId, account.name, state);
      unread.answered();
    } catch (caught) {
      await unread.note(operation, caught);
    }
  });
  await unread.settle();
  if (movesSite && !listShowsEmergency) await untilShown(context, () => readWhole(context, account, call));
  await readOffers(context, account, call);
  if (readsAddresses) {
    let isFirst = true;
    await untilShown(context, async () => {
      if (!isFirst) await listAddresses();
      isFirst = false;
      await requireAddressesOfNumbers(context, account, call);
    });
  }
  await journal.knowListed({ accountKey: provider.accountKey, runId, account: account.name });
  return { movesSite };
}

/** What the operations of an account need to know of it. */
async function needsOf(
  context: PlanContext,
  account: PlanAccount,
  users: Pick<ReturnType<typeof namedEndUsers>, 'want'>,
) {
  const { command, ofRun } = context.options;
  let needed = 0;
  let wantsAddresses = false;
  let changesAddress = false;
  let movesSite = false;
  let addsRecipient = false;
  for await (const { request } of operationsOf(context, account.name)) {
    const { action, phoneNumber, site } = request;
    if (phoneNumber !== '') needed++;
    if (command !== 'undo') users.want(request);
    if (ADDRESS_ACTIONS.has(action) || covers(request)) wantsAddresses = true;
    if (CHANGES_ADDRESS.has(action)) changesAddress = true;
    if (action === 'add-recipient') addsRecipient = true;
    // Who else is at a site is seen in the whole list alone; a run that repeats another one has its numbers.
    if (action === 'move-site' || (site !== undefined && ofRun === undefined)) movesSite = true;
  }
  return { needed, wantsAddresses, changesAddress, movesSite, addsRecipient };
}

/**
 * The numbers of the sheet as a list shows them that does not show their emergency state: one read of each number is spared.
 * Null where its first page tells that it has more pages than the sheet has numbers.
 */
async function listOfNeeded(
  context: PlanContext,
  { name, provider }: PlanAccount,
  call: Call,
): Promise<ReadonlyMap<string, NumberState> | null> {
  if (provider.completeNumber === undefined) return null;
  const wanted = new Set<string>();
  for await (const { request } of operationsOf(context, name)) wanted.add(request.phoneNumber);
  const found = new Map<string, NumberState>();
  try {
    for await (const { items, total } of provider.listNumbers(call)) {
      if (total !== null && !isListCheaper(provider.capabilities, total, wanted.size)) return null;
      for (const state of items) if (wanted.has(state.phoneNumber)) found.set(state.phoneNumber, state);
    }
  } catch (caught) {
    // What the list cannot show is asked for one by one.
    if (!(caught instanceof IncompleteListError)) throw caught;
  }
  return found;
}

async function completed(
  { provider }: PlanAccount,
  listed: NumberState | undefined,
  call: Call,
): Promise<NumberState | null> {
  if (listed === undefined || provider.completeNumber === undefined) return null;
  return await provider.completeNumber(listed, call);
}

/** Whether a list showed every number that the operations of an account name. */
async function showsAll(
  context: PlanContext,
  account: PlanAccount,
  listed: ReadonlySet<string>,
): Promise<boolean> {
  for await (const { request } of operationsOf(context, account.name)) {
    if (request.phoneNumber !== '' && !listed.has(request.phoneNumber)) return false;
  }
  return true;
}

async function saveAddresses(context: PlanContext, account: PlanAccount, call: Call): Promise<void> {
  const { provider, name } = account;
  for await (const page of allAddresses(context.journal, account, call)) {
    for (const stored of page.items) {
      const key = addressKey(stored.address, stored.callerName ?? '', provider.capabilities.callerNameIn);
      await context.journal.saveStoredAddress(context.runId, name, key, stored);
    }
  }
}

/**
 * A recipient that exists needs no call: the check of a lost answer's effect finds it. One that this run has sent a call for is
 * its own work, and is told by that call.
 */
async function findRecipients(context: PlanContext, account: PlanAccount, call: Call): Promise<void> {
  const { journal, runId } = context;
  for await (const operation of operationsOf(context, account.name)) {
    const { recipient } = operation.request;
    if (operation.request.action !== 'add-recipient' || !recipient || operation.phase === 'ended') continue;
    if ((await journal.callsOf(runId, account.name, operationOwner(operation))).length > 0) continue;
    const seen = await account.provider.checkEffect({ kind: 'add-recipient', recipient, tag: '' }, call);
    if (seen.found !== 'done') continue;
    const outcome = {
      result: 'unchanged',
      stage: 'validate',
      detail: 'the recipient already exists',
    } as const;
    const problems = await otherDescription(account, recipient, call);
    await journal.saveOperation(runId, { ...operation, phase: 'ended', outcome, problems });
  }
}

/** A recipient that exists is left as it is, and with it its description. */
async function otherDescription(
  { provider }: PlanAccount,
  { email, phone, description }: Recipient,
  call: Call,
): Promise<Problem[]> {
  if (description === '' || provider.listRecipients === undefined) return [];
  const digits = (text: string): string => text.replace(/\D/g, '').slice(-10);
  for await (const { items } of provider.listRecipients(call)) {
    const present = items.find(
      (each) => fold(each.email) === fold(email) && digits(each.phone) === digits(phone),
    );
    if (present === undefined) continue;
    if (fold(present.description) === fold(description)) return [];
    const cell = { column: 'recipient_description', value: description };
    return [
      unusedCellProblem(
        cell,
        'warning',
        `The recipient exists already, with the description "${present.description}".`,
      ),
    ];
  }
  return [];
}

/** The operations of one account, in sheet order. */
export function operationsOf(context: PlanContext, account: string): AsyncIterable<OperationRecord> {
  return context.journal.operations(context.runId, account);
}
