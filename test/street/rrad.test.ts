import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { splitHouseNumber } from '../../src/domain/street/street-line.ts';
import { namesNoBuilding, startsWithHouseNumber } from '../../src/domain/street/street-shape.ts';
import { isRefused, splitStreet } from '../../src/domain/street/street-split.ts';

interface RealAddress {
  readonly address1: string;
  readonly address2: string;
}
const file: unknown = createRequire(import.meta.url)('rrad/addresses-us-all.json');
const { addresses } = file as { readonly addresses: readonly RealAddress[] };

/** The budgets may only fall. 35 of the lines have no house number: every carrier refuses them, and rightly so. */
describe('3,220 real addresses of the package rrad', () => {
  const numbered = addresses.filter(({ address1 }) => startsWithHouseNumber(address1));

  it('has 3,185 lines with a house number, all of which Twilio and Vonage take', () => {
    expect(addresses).toHaveLength(3220);
    expect(numbered).toHaveLength(3185);
    expect(numbered.filter(({ address1, address2 }) => namesNoBuilding(`${address1} ${address2}`))).toEqual(
      [],
    );
  });

  it('are all taken by Sinch, which needs only the house number apart', () => {
    expect(numbered.filter(({ address1 }) => isRefused(splitHouseNumber(address1, 'US')))).toEqual([]);
  });

  it('are refused by Bandwidth at most 20 times', () => {
    const refused = numbered.filter(({ address1, address2 }) =>
      isRefused(splitStreet({ street: address1, parts: null, unit: address2, country: 'US' })),
    );
    expect(refused.length).toBeLessThanOrEqual(20);
  });
});
