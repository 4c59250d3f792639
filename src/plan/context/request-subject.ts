import { addressKey, bareUnitKey, placeKey, samePlace } from '../../domain/address/place-key.ts';
import type { Request } from '../../domain/request/request.ts';
import type { Subject } from '../../journal/records.ts';
import type { Capabilities } from '../../providers/contract.ts';

/** What a request is about: two rows with one subject are one operation, or contradict each other. */
export function requestSubject(request: Request, capabilities: Capabilities): Subject {
  switch (request.action) {
    case 'validate':
      return { kind: 'check', addressKey: checkKey(request, capabilities) };
    case 'add-address':
    case 'update-address':
    case 'delete-address':
      return request.addressId === ''
        ? { kind: 'address', addressKey: keyOf(request, capabilities) }
        : { kind: 'address-id', addressId: request.addressId };
    case 'move-site':
      return { kind: 'site', site: siteOf(request) };
    case 'add-recipient':
      return {
        kind: 'recipient',
        email: request.recipient?.email ?? '',
        phone: request.recipient?.phone ?? '',
      };
    default:
      return request.phoneNumber === ''
        ? { kind: 'endpoint', endpointId: request.endpointId }
        : { kind: 'number', phoneNumber: request.phoneNumber };
  }
}

/** The one text of what a `move-site` row moves: `id:` and the id of its address, or `at:` and the key of the place. */
export function siteOf({ site, addressId, oldAddress }: Request): string {
  return site ?? (oldAddress === undefined ? `id:${addressId}` : `at:${placeKey(oldAddress)}`);
}

function keyOf(request: Request, capabilities: Capabilities): string {
  return request.address ? addressKey(request.address, request.callerName, capabilities.callerNameIn) : '';
}

/**
 * A check changes nothing, so rows that differ in more than their address do not contradict each other: each has its own check,
 * and the provider is asked once for each address. Where it is asked on behalf of a number, the row's own number counts.
 */
function checkKey(request: Request, capabilities: Capabilities): string {
  const { addressId, callerName, unused, phoneNumber } = request;
  return [
    keyOf(request, capabilities) || addressId,
    callerName.trim().toUpperCase(),
    unused.length === 0 ? '' : JSON.stringify(unused),
    capabilities.addressCheckNeedsNumber ? phoneNumber : '',
  ]
    .join('|')
    .replace(/\|+$/, '');
}

/** Whether two requests about one subject ask for the same thing, across spellings of the same address. */
export function sameRequest(one: Request, other: Request): boolean {
  return (
    isSameElsewhere(one, other) &&
    (one.address === null
      ? other.address === null
      : other.address !== null && samePlace(one.address, other.address))
  );
}

/**
 * The place key of the bare unit, where two requests about one subject differ in the designator of their unit alone (`STE 200` and
 * `# 200`); null where they differ in more.
 */
export function differInDesignator(one: Request, other: Request): string | null {
  if (one.address === null || other.address === null || !isSameElsewhere(one, other)) return null;
  const [a, b] = [placeKey(one.address), placeKey(other.address)];
  if (a === b) return null;
  if (bareUnitKey(a) === b) return b;
  return bareUnitKey(b) === a ? a : null;
}

function isSameElsewhere(one: Request, other: Request): boolean {
  return (
    one.action === other.action &&
    one.acquire === other.acquire &&
    one.addressId === other.addressId &&
    one.addressRef === other.addressRef &&
    one.endpointId === other.endpointId &&
    one.endUserId === other.endUserId &&
    one.addressLabel.trim() === other.addressLabel.trim() &&
    one.addressKind === other.addressKind &&
    one.callerName.trim().toLowerCase() === other.callerName.trim().toLowerCase() &&
    JSON.stringify(one.settings) === JSON.stringify(other.settings) &&
    JSON.stringify(one.unused) === JSON.stringify(other.unused) &&
    JSON.stringify(one.recipient) === JSON.stringify(other.recipient)
  );
}
