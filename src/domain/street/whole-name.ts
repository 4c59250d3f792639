import type { Address } from '../address/address.ts';
import { englishDirectional } from './abbreviation.ts';
import { isRefused, type Refused, tokens } from './split-tokens.ts';
import { splitHouseNumber } from './street-line.ts';
import { joinUnits, type SplitStreet, splitStreet } from './street-split.ts';

/**
 * `splitStreet` for a carrier that takes a written-out directional with the street name: there, whether `North` in
 * `80 North East Street` is a directional or a name changes nothing that is sent, so such a line is not refused. The words after the
 * house number are the name then, type included.
 */
export function splitWithWholeName(
  address: Pick<Address, 'street' | 'parts' | 'unit' | 'country'>,
): SplitStreet | Refused {
  const split = splitStreet(address);
  if (!isRefused(split) || !split.columns.some((column) => column.endsWith('_directional'))) return split;
  const numbered = splitHouseNumber(address.street, address.country);
  if (isRefused(numbered)) return split;
  const directionals = tokens(numbered.streetInfo).filter(({ key }) => englishDirectional(key) !== undefined);
  if (directionals.length === 0 || directionals.some(({ key }) => key.length <= 2)) return split;
  const unit = joinUnits(numbered.unit, address.unit);
  if (unit === null) return split;
  const [houseNumber = '', ...houseSuffix] = numbered.streetNumber.split(' ');
  return {
    parts: {
      houseNumber,
      houseSuffix: houseSuffix.join(' '),
      preDirectional: '',
      streetName: numbered.streetInfo,
      streetSuffix: '',
      postDirectional: '',
    },
    unit,
  };
}
