import type { Address } from './address.ts';
import { bareUnitKey, hasBareUnit, placeKey } from './place-key.ts';

/** Place keys among the addresses of one run and one account. */
export interface PlaceResolver {
  /** `placeKey`, with a bare unit (`# 200`, `200`) under the one designator that its place uses with it. */
  keyOf(address: Address): string;
  /** Whether two addresses are one place, a bare unit included. */
  samePlace(one: Address, other: Address): boolean;
  /** The unit whose designator a bare unit of this address takes (`STE 200`); null when it takes none. */
  adoptedUnit(address: Address): string | null;
}

/** What two designators are kept as: the bare unit may be either, so it stays a place of its own. */
const SEVERAL = null;

/**
 * Reads the designators off all addresses of a run and those that the account stores. People write one suite as
 * `STE 200`, `# 200` and `200`: one address cannot tell that they are one, the other addresses of the place can. Where a
 * place has both `APT 200` and `STE 200`, a bare `200` may be either and stays apart. Memory grows with the number of
 * distinct units that have a designator.
 */
export function resolveUnits(addresses: Iterable<Address>): PlaceResolver {
  return resolveUnitKeys(mapKeys(addresses));
}

/** `resolveUnits` for a caller that has the keys of `placeKey` already. */
export function resolveUnitKeys(keys: Iterable<string>): PlaceResolver {
  const named = new Map<string, string | typeof SEVERAL>();
  for (const key of keys) {
    const bare = bareUnitKey(key);
    if (bare === null) continue;
    const known = named.get(bare);
    if (known === undefined) named.set(bare, key);
    else if (known !== key) named.set(bare, SEVERAL);
  }
  const adopted = (key: string): string | null => (hasBareUnit(key) ? (named.get(key) ?? null) : null);
  const keyOf = (address: Address): string => {
    const key = placeKey(address);
    return adopted(key) ?? key;
  };
  return {
    keyOf,
    samePlace: (one, other) => keyOf(one) === keyOf(other),
    adoptedUnit: (address) => {
      const key = adopted(placeKey(address));
      return key === null ? null : key.slice(key.lastIndexOf('|') + 1);
    },
  };
}

function* mapKeys(addresses: Iterable<Address>): Iterable<string> {
  for (const address of addresses) yield placeKey(address);
}
