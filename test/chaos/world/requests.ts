import { placeKey, type Snapshot } from '../snapshot.ts';
import type { SheetRow } from './sheet.ts';

/** What a row is to lead to for its number. */
export type Request =
  /** With a label, the number is bought and configured, too. */
  | {
      readonly kind: 'assign';
      readonly place: string;
      readonly callerName: string;
      readonly label?: string;
    }
  | { readonly kind: 'remove' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'buy' }
  | { readonly kind: 'release' }
  | { readonly kind: 'update'; readonly label: string };

/** What a row asks for. */
export function requestOf(row: SheetRow): Request {
  switch (row.action) {
    case 'remove':
    case 'release':
      return { kind: row.action };
    case 'buy':
      if (row.street === '') return { kind: 'buy' };
      break;
    case 'ignore':
      return { kind: 'nothing' };
    case 'update':
      return { kind: 'update', label: row.app_id || row.display_name };
  }
  const { street, unit, city, region, postal_code: postalCode } = row;
  const label = row.app_id || row.display_name;
  return {
    ...(label === '' ? {} : { label }),
    kind: 'assign',
    place: placeKey({ street, unit, city, region, postalCode }),
    callerName: row.caller_name,
  };
}

/** What undoing a row leads to: the number as it was in `earlier`. */
export function undoOf(row: SheetRow, earlier: Snapshot): Request {
  if (requestOf(row).kind === 'nothing') return { kind: 'nothing' };
  const was = earlier.numbers.get(row.phone_number);
  if (!was?.covered) return { kind: 'remove' };
  return { kind: 'assign', place: was.place, callerName: was.callerName ?? '' };
}
