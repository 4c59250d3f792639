import { placeKey } from '../domain/address/place-key.ts';
import { covers } from '../domain/request/request-scope.ts';
import type { OperationRecord } from '../journal/records.ts';

/** Where a number is now and where its row wants it, as keys of places. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

export function moveOf({ request, before, beforeAddress }: OperationRecord): Move | null {
  const address = beforeAddress?.address ?? before?.emergency.address;
  if (!covers(request) || request.address === null || !address) return null;
  return { from: placeKey(address), to: placeKey(request.address) };
}

/** Counts a row that has the place of its neighbor; two numbers of one place show nothing. */
export function noteShift(shifted: { up: number; down: number }, last: Move | null, move: Move | null): void {
  if (last === null || move === null || last.from === move.from) return;
  if (last.to === move.from) shifted.up++;
  if (move.to === last.from) shifted.down++;
}
