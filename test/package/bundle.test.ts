import { iso31661 } from 'iso-3166';
import { expect, it } from 'vitest';
import { BUNDLED_STATES } from '../../build.mjs';
import { hasRegions } from '../../src/domain/address/region.ts';

it('the bundle has the states of each country that the program asks for', () => {
  const asked = iso31661.map(({ alpha2 }) => alpha2).filter(hasRegions);
  expect([...BUNDLED_STATES].sort()).toEqual(asked.sort());
});
