import { describe, expect, it } from 'vitest';
import { namesNoBuilding, startsWithHouseNumber } from '../../src/domain/street/street-shape.ts';
import { CARRIERS, createChecks, realAddresses } from './carriers.ts';

/** False refusals of each carrier, exactly: a change in either direction is looked at. */
const REFUSED = {
  twilio: 0,
  vonage: 0,
  sinch: 0,
  'bandwidth endpoints': 19,
  'bandwidth orders': 12,
} as const;

/** 35 of the lines have no house number: every carrier refuses them, and rightly so. */
describe('3,220 real addresses of the package rrad', () => {
  const all = realAddresses();
  const numbered = all.filter(({ street }) => startsWithHouseNumber(street));

  it('has 3,185 lines with a house number, none of them a box', () => {
    expect(all).toHaveLength(3220);
    expect(numbered).toHaveLength(3185);
    expect(numbered.filter(({ street, unit }) => namesNoBuilding(`${street} ${unit}`))).toEqual([]);
  });

  it.each(CARRIERS)('are refused by %s as often as written down', (carrier) => {
    const check = createChecks();
    const refused = numbered.filter((cells) => check(carrier, cells) === null);
    expect(refused.length).toBe(REFUSED[carrier]);
  });
});
