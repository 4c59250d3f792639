import { type Address, addressLine } from '../domain/address/address.ts';
import { samePlace } from '../domain/address/place-key.ts';
import { splitWholeAddress } from '../domain/address/whole-address.ts';
import type { Request } from '../domain/request/request.ts';
import type { RowOutcome } from '../journal/records.ts';

/**
 * A row's request with the address that its run wrote: a choice from `choices.csv`, a review, or an accepted correction may have
 * put another one in place of the sheet's own. Null when `address_after` names another address and cannot be read.
 */
export function asWritten(request: Request, { addressAfter = '' }: RowOutcome): Request | null {
  const { address } = request;
  if (address === null || addressAfter === '' || addressAfter === addressLine(address)) return request;
  const written = readLine(addressAfter);
  if (written === null) return null;
  return samePlace(written, address) ? request : { ...request, address: written, asked: address };
}

/** The address of a line that `addressLine` wrote; null unless it gives the same line again. */
function readLine(line: string): Address | null {
  const split = splitWholeAddress(line, '');
  if (split === null) return null;
  const address: Address = { ...split, parts: null };
  return addressLine(address) === line ? address : null;
}
