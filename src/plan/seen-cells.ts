import { samePlace } from '../domain/address/place-key.ts';
import { readCountry } from '../domain/address/region.ts';
import { servedCountry } from '../domain/address/territory.ts';
import type { Request, SettingColumn } from '../domain/request/request.ts';
import { ADDRESS_COLUMNS, type UnusedCell } from '../domain/request/request-columns.ts';
import { acquires } from '../domain/request/request-scope.ts';
import { labelWithoutTag } from '../domain/request/tag.ts';
import { DESCRIPTIVE } from '../errors/unused-cell.ts';
import type { AvailableNumber, Capabilities, NumberState, StoredAddress } from '../providers/contract.ts';
import { isSameDegrees } from './answered-cells.ts';

/** The present state that the cells of one request are compared with. */
export interface ComparedState {
  /** Null when the number is not in the account, or the request names none. */
  readonly number: NumberState | null;
  /** The address that the number has, or the one that `address_id` names. */
  readonly stored: StoredAddress | null;
  /** An address that is there and serves the request; absent where none does. */
  readonly serving?: StoredAddress | null;
  /** The number as it is offered, when the request may buy it; null when it is not for sale. */
  readonly offer?: AvailableNumber | null | undefined;
}

/** What is there in place of a cell's value. `unknown`: the provider has it and does not show it. */
export type Seen =
  | { readonly is: 'same' | 'absent' | 'unknown' }
  | { readonly is: 'different'; readonly value: string };

const ADDRESS: ReadonlySet<string> = new Set(ADDRESS_COLUMNS);
const SAME: Seen = { is: 'same' };

function sameAddress({ unusedAddress }: Request, state: ComparedState): boolean {
  const present = presentAddress(state);
  return unusedAddress !== null && present !== null && samePlace(unusedAddress, present);
}

function presentAddress({ number, stored }: ComparedState) {
  return stored?.address ?? number?.emergency.address ?? null;
}

/** What is there now in place of a cell that its row's action does not write. */
export function seeInPlaceOf(
  cell: UnusedCell,
  request: Request,
  state: ComparedState,
  capabilities: Capabilities,
): Seen {
  if (ADDRESS.has(cell.column) && sameAddress(request, state)) return SAME;
  const { number, stored } = state;
  switch (cell.column) {
    case 'caller_name':
      return seeCallerName(cell, state, capabilities);
    case 'address_label':
      return compared(cell, stored && labelWithoutTag(stored.label));
    case 'address_kind':
      return compared(cell, stored?.facts['address_location_type'] || null);
    case 'address_id':
      return compared(cell, number?.emergency.addressId || null);
    case 'endpoint_user_id':
      return compared(cell, number?.facts['endpoint_user_id'] || null);
    case 'country':
      return seeCountry(cell, state);
    case 'latitude':
    case 'longitude':
      return seeDegrees(cell, [state.serving?.facts, stored?.facts, number?.facts]);
    default:
      if (ADDRESS.has(cell.column)) return seeAddressPart(cell, request, state);
      if (DESCRIPTIVE.has(cell.column)) return seeDescribed(cell, request, state);
      return compared(cell, number?.settings[cell.column as SettingColumn] || null);
  }
}

function seeCallerName(cell: UnusedCell, state: ComparedState, { callerNameIn }: Capabilities): Seen {
  const present = presentAddress(state);
  if (present === null) return { is: 'absent' };
  const name = callerNameIn === 'address' ? state.stored?.callerName : state.number?.emergency.callerName;
  return name === null || name === undefined ? { is: 'unknown' } : compared(cell, name);
}

/** What describes the number: as it is owned, or as it is offered. A purchase that offers more than the row asks for suits it. */
function seeDescribed(cell: UnusedCell, request: Request, { number, offer }: ComparedState): Seen {
  const column = cell.column as SettingColumn;
  const value = number?.settings[column] || offer?.facts[column] || null;
  if (column !== 'features' || value === null) return compared(cell, value);
  const [wanted, present] = [words(cell.value), words(value)];
  const isSame = wanted.size === present.size || acquires(request);
  return isSame && [...wanted].every((word) => present.has(word)) ? SAME : { is: 'different', value };
}

function words(text: string): ReadonlySet<string> {
  return new Set(fold(text).split(' '));
}

/** The country of the address that is there, or of the number. */
function seeCountry(cell: UnusedCell, state: ComparedState): Seen {
  const country = readCountry(cell.value);
  const present = presentAddress(state)?.country || state.number?.country || state.offer?.country || '';
  if (country === null || present === '') return { is: 'absent' };
  return servedCountry(country) === servedCountry(present) ? SAME : { is: 'different', value: present };
}

/** Degrees of where the number is now, or of where the request puts it. */
function seeDegrees(
  { column, value }: UnusedCell,
  shown: readonly (Readonly<Record<string, string>> | undefined)[],
): Seen {
  const present = shown.flatMap((facts) => facts?.[column] || []);
  if (present.some((degrees) => isSameDegrees(degrees, value))) return SAME;
  return present[0] === undefined ? { is: 'absent' } : { is: 'different', value: present[0] };
}

/** A part of an address by itself: the row does not write a whole one. */
function seeAddressPart(cell: UnusedCell, { unusedAddress }: Request, state: ComparedState): Seen {
  const present = presentAddress(state);
  if (present === null) return { is: 'absent' };
  const value = shown(present, cell.column);
  if (unusedAddress !== null) {
    // Another place: its street is named in any case, the rest where it differs.
    const isEqual = !isOfStreet(cell.column) && fold(value) === fold(cell.value);
    return isEqual ? SAME : { is: 'different', value };
  }
  const isPart = fold(value).split(' ').includes(fold(cell.value)) || fold(value) === fold(cell.value);
  return isPart ? SAME : { is: 'different', value };
}

function isOfStreet(column: string): boolean {
  return !['unit', 'city', 'region', 'postal_code', 'plus_four'].includes(column);
}

function shown(address: StoredAddress['address'], column: string): string {
  switch (column) {
    case 'unit':
      return address.unit;
    case 'city':
      return address.city;
    case 'region':
      return address.region;
    case 'postal_code':
    case 'plus_four':
      return address.postalCode;
    default:
      return address.street;
  }
}

function compared(cell: UnusedCell, value: string | null): Seen {
  if (value === null || value === '') return cell.value === '""' ? SAME : { is: 'absent' };
  return fold(value) === fold(cell.value) ? SAME : { is: 'different', value };
}

/** A text as it is compared: without case, spaces, and punctuation. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
