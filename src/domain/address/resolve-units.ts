import { splitOneLine } from '../street/street-line.ts';
import type { Address } from './address.ts';
import { bareUnitKey, hasBareUnit, placeKey } from './place-key.ts';

/** Which designator each bare unit (`200`, `# 200`) of a set of places takes. */
export interface UnitNames {
  /** Notes a place of the set, by its `placeKey`. */
  note(key: string): void;
  /**
   * The key of the unit whose designator goes with a bare unit: `…|200` gives `…|STE 200`. Null when the place uses
   * several with it (`APT 200` beside `STE 200`), undefined when it uses none.
   */
  of(bareKey: string): string | null | undefined;
}

/**
 * People write one suite as `STE 200`, `# 200` and `200`: one address cannot tell that they are one, the other addresses of its
 * place can. Memory grows with the number of distinct units that have a designator.
 * @param only the bare keys that are asked about, where they are known before
 */
export function unitNames(only?: ReadonlySet<string>): UnitNames {
  const named = new Map<string, string | null>();
  return {
    note: (key) => {
      const bare = bareUnitKey(key);
      if (bare === null || (only !== undefined && !only.has(bare))) return;
      const known = named.get(bare);
      // The bare unit may be either of two, so it stays a place of its own.
      named.set(bare, known === undefined || known === key ? key : null);
    },
    of: (bareKey) => named.get(bareKey),
  };
}

/** The key under which a unit of this place is written bare; null when it has no unit that could be. */
export function bareKeyOf(key: string): string | null {
  return hasBareUnit(key) ? key : bareUnitKey(key);
}

/** Whether two addresses are one place, where a bare unit takes the designator that `names` knows for it, or that the other has. */
export function sameUnitPlace(one: Address, other: Address, names: UnitNames): boolean {
  const [a, b] = [placeKey(one), placeKey(other)];
  if (a === b) return true;
  const bare = hasBareUnit(a) ? a : b;
  const designated = bare === a ? b : a;
  if (!hasBareUnit(bare) || bareUnitKey(designated) !== bare) return false;
  const known = names.of(bare);
  return known === undefined || known === designated;
}

/** The unit of a place key: `STE 200`, `200`. */
export function unitOfKey(key: string): string {
  return key.slice(key.lastIndexOf('|') + 1);
}

/** The unit as an address writes it, in its own field or at the end of its street. */
export function writtenUnit(address: Address): string {
  return address.unit || splitOneLine(address.street, address.country).unit;
}

/** The same address with its unit in another spelling, in the field of the unit alone. */
export function withUnit(address: Address, unit: string): Address {
  return { ...address, street: splitOneLine(address.street, address.country).street, unit };
}

/** Designator and identifier of two words, as most people write a unit; such a unit is not bare, and needs no closer check. */
const DESIGNATED = /^\p{L}{2,}\.?\s+\S+$/u;

/** `No. 200`: a number sign in letters. */
const NUMBER_SIGN = /^n(?:o|r|um|umber)\b/i;

/** Whether an address may have a bare unit. Quick, and true for all that have one: `placeKey` decides. */
export function mayHaveBareUnit({ street, unit }: Address): boolean {
  return unit === ''
    ? /#|^\s*\S+-\d/.test(street)
    : !DESIGNATED.test(unit) || NUMBER_SIGN.test(unit) || street.includes('#');
}
