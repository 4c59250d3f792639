import { addressLine } from '../../domain/address/address.ts';
import { placeKey, samePlace } from '../../domain/address/place-key.ts';
import { many } from '../../domain/plural.ts';
import type { Request } from '../../domain/request/request.ts';
import type { OperationRecord, Subject } from '../../journal/records.ts';
import type { StoredAddress } from '../../providers/contract.ts';
import { formerName } from '../context/former-name.ts';
import { newOperation } from '../context/new-operation.ts';
import type { PlanAccount, PlanContext } from '../context/plan-context.ts';
import { type Composed, failed } from '../context/present.ts';
import { requestSubject, sameRequest, siteOf } from '../context/request-subject.ts';
import { numbersAt, type Standing } from './numbers-at.ts';

/** What a row of a site asks for one of its numbers, and what the operation is about that does it. */
interface Part {
  readonly request: Request;
  readonly subject: Subject;
}

/** Above the rows of any sheet: each row of a site has so many places, the same whenever the same plan is made. */
const PLACES = 10_000_000;

/**
 * Turns each `move-site` row of an account into one row for each number that is at the site, by the state that was read: the first
 * takes the place of the row, the others follow behind the last row of the sheet. Where an address can be changed while numbers use
 * it, all of them share that one operation; elsewhere each number is assigned the new address. A run that repeats another one, and
 * a plan that is applied, have such rows already.
 */
export async function expandSites(context: PlanContext, account: PlanAccount): Promise<void> {
  if (context.options.ofRun !== undefined) return;
  const moved: OperationRecord[] = [];
  for await (const operation of context.journal.operations(context.runId, account.name)) {
    const { action, site } = operation.request;
    if (action === 'move-site' && site === undefined && operation.phase !== 'ended') moved.push(operation);
  }
  for (const operation of moved) await expand(context, account, operation);
}

async function expand(context: PlanContext, account: PlanAccount, operation: OperationRecord): Promise<void> {
  const { request } = operation;
  const { updatesUsedAddresses } = account.provider.capabilities;
  const stored = await addressesOf(context, account, request);
  if (request.addressId !== '' && stored.length === 0) {
    return end(context, operation, failed('addressIdUnknown', { addressId: request.addressId }));
  }
  const standing = await numbersAt(context, account.name, siteOf(request));
  if (updatesUsedAddresses && stored.length > 0) {
    return updateInPlace(context, operation, stored, standing);
  }
  if (standing.length === 0) return end(context, operation, await nothingThere(context, account, request));
  const parts: Part[] = [];
  for (const each of standing) parts.push(await assignmentOf(context, account, operation, each));
  await writeRows(context, operation, parts);
}

/** The addresses that the site has as resources of their own; none where addresses live inside numbers. */
async function addressesOf(
  { journal, runId }: PlanContext,
  { name }: PlanAccount,
  { addressId, oldAddress }: Request,
): Promise<StoredAddress[]> {
  if (addressId !== '') return [(await journal.storedAddressById(runId, name, addressId)) ?? []].flat();
  const found: StoredAddress[] = [];
  for await (const stored of journal.storedAddresses(runId, name)) {
    if (oldAddress !== undefined && samePlace(stored.address, oldAddress)) found.push(stored);
  }
  return found;
}

async function nothingThere(
  context: PlanContext,
  { name }: PlanAccount,
  request: Request,
): Promise<Composed> {
  const there =
    request.address === null ? [] : await numbersAt(context, name, `at:${placeKey(request.address)}`);
  if (there.length > 0) {
    const detail = `nothing is at the site any more, and ${many(there.length, 'number')} at the new address`;
    return { kind: 'settled', outcome: { result: 'unchanged', stage: 'validate', detail } };
  }
  const site = request.oldAddress === undefined ? request.addressId : addressLine(request.oldAddress);
  return failed('siteEmpty', { site });
}

async function end(
  { journal, runId }: PlanContext,
  operation: OperationRecord,
  composed: Composed,
): Promise<void> {
  if (composed.kind !== 'settled') return;
  await journal.saveOperation(runId, { ...operation, phase: 'ended', outcome: composed.outcome });
}

/** Each address of the site is one operation, and each of its numbers a row of it. */
async function updateInPlace(
  context: PlanContext,
  operation: OperationRecord,
  stored: readonly StoredAddress[],
  standing: readonly Standing[],
): Promise<void> {
  const { oldAddress: _old, ...asked } = operation.request;
  const partsOf = ({ id }: StoredAddress): Part[] => {
    const site = `id:${id}`;
    const request: Request = { ...asked, addressId: id, site };
    return standing
      .filter((each) => each.stored?.id === id)
      .map(({ number }) => ({
        request: { ...request, atSite: number.phoneNumber },
        subject: { kind: 'site', site },
      }));
  };
  const parts = stored.flatMap(partsOf);
  const [{ id } = { id: asked.addressId }] = stored;
  const alone: Part = {
    request: { ...asked, addressId: id, site: `id:${id}` },
    subject: { kind: 'site', site: `id:${id}` },
  };
  await writeRows(context, operation, parts.length === 0 ? [alone] : parts);
}

/** One number gets the new address; what the row does not name stays as the number has it. */
async function assignmentOf(
  context: PlanContext,
  account: PlanAccount,
  site: OperationRecord,
  { number, stored }: Standing,
): Promise<Part> {
  const { oldAddress: _old, ...asked } = site.request;
  const kind = stored?.facts['address_location_type'];
  const request: Request = {
    ...asked,
    action: 'assign',
    site: siteOf(site.request),
    phoneNumber: number.phoneNumber,
    numberCountry: number.country,
    callerName: await nameOf(context, account, site, { number, stored }),
    addressId: '',
    addressKind: kind === 'residential' || kind === 'business' ? kind : asked.addressKind,
  };
  return { request, subject: requestSubject(request, account.provider.capabilities) };
}

async function nameOf(
  context: PlanContext,
  account: PlanAccount,
  site: OperationRecord,
  { number, stored }: Standing,
): Promise<string> {
  const shown = number.emergency.callerName ?? stored?.callerName ?? '';
  if (shown !== '' || !account.provider.capabilities.hidesCallerName) return shown;
  const subject = { kind: 'number', phoneNumber: number.phoneNumber } as const;
  return formerName(context, account, { ...site, subject, before: number }, '');
}

/**
 * A row for each part, the first in the place of the site's own row, and an operation for each that none has yet. Where another row
 * asks for something else for a number of the site, neither is carried out.
 */
async function writeRows(
  { journal, runId }: PlanContext,
  site: OperationRecord,
  parts: readonly Part[],
): Promise<void> {
  const rows = await journal.rowsOfOperation(runId, site.operationId);
  let isFree = true;
  const operationOf = async ({ request, subject }: Part, position: number): Promise<string> => {
    const known = await journal.findOperation(runId, site.account, subject);
    if (known !== null && (known.operationId !== site.operationId || !isFree)) {
      if (!sameRequest(known.request, request)) await contradict(known, request);
      return known.operationId;
    }
    const operationId = isFree ? site.operationId : `op-${String(position).padStart(6, '0')}`;
    const operation = newOperation({ operationId, position }, request, subject);
    if (isFree) await journal.saveOperation(runId, operation);
    else await journal.addOperation(runId, operation);
    isFree = false;
    return operationId;
  };
  const contradict = async (known: OperationRecord, { phoneNumber, atSite }: Request): Promise<void> => {
    const moved = { phoneNumber: phoneNumber || (atSite ?? ''), line: rows[0]?.line ?? 0 };
    const composed = failed('siteNumberAsked', moved);
    if (composed.kind !== 'settled') return;
    await journal.saveOperation(runId, { ...known, phase: 'ended', outcome: composed.outcome });
  };
  for (const row of rows) {
    for (const [at, part] of parts.entries()) {
      const position = at === 0 ? row.position : row.position * PLACES + at;
      const operationId = await operationOf(part, position);
      await journal.addRow(runId, { ...row, position, request: part.request, operationId });
      const { atSite = '' } = part.request;
      const other = await journal.findOperation(runId, site.account, { kind: 'number', phoneNumber: atSite });
      if (other === null) continue;
      const shared = await journal.operation(runId, operationId);
      for (const each of [other, shared]) if (each !== null) await contradict(each, part.request);
    }
  }
  if (!isFree) return;
  // Every number of the site has a row of its own.
  const outcome = { result: 'unchanged', stage: 'validate', detail: '' } as const;
  await journal.saveOperation(runId, { ...site, phase: 'ended', outcome });
}
