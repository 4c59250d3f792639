import { addressKey, samePlace } from '../../domain/place-key.ts';
import type { Request } from '../../domain/request.ts';
import type { Capabilities } from '../../providers/contract.ts';

/** What a request is about: two rows with one subject are one operation, or contradict each other. */
export function requestSubject(request: Request, capabilities: Capabilities): string {
  switch (request.action) {
    case 'validate':
      return `check:${keyOf(request, capabilities)}`;
    case 'add-address':
    case 'update-address':
    case 'delete-address':
      return request.addressId === ''
        ? `address:${keyOf(request, capabilities)}`
        : `address-id:${request.addressId}`;
    case 'add-recipient':
      return `recipient:${request.recipient?.email ?? ''}|${request.recipient?.phone ?? ''}`;
    default:
      return request.phoneNumber === '' ? `endpoint:${request.endpointId}` : `number:${request.phoneNumber}`;
  }
}

function keyOf(request: Request, capabilities: Capabilities): string {
  return request.address ? addressKey(request.address, request.callerName, capabilities.callerNameIn) : '';
}

/** Whether two requests about one subject ask for the same thing, across spellings of the same address. */
export function sameRequest(one: Request, other: Request): boolean {
  return (
    one.action === other.action &&
    one.addressId === other.addressId &&
    one.endpointId === other.endpointId &&
    one.callerName.trim().toLowerCase() === other.callerName.trim().toLowerCase() &&
    (one.address === null
      ? other.address === null
      : other.address !== null && samePlace(one.address, other.address)) &&
    JSON.stringify(one.settings) === JSON.stringify(other.settings) &&
    JSON.stringify(one.unused) === JSON.stringify(other.unused) &&
    JSON.stringify(one.recipient) === JSON.stringify(other.recipient)
  );
}
