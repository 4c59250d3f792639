import { expect, test } from 'vitest';
import { capabilities } from '../../src/providers/twilio/capabilities.ts';
import { feeSentence, plannedFees } from '../../src/report/fees.ts';

test('a plan names the fees of its changes, and an amount that no source states as unknown', () => {
  const said = plannedFees(capabilities.fees, { assign: 3, remove: 1 }).map((fee) => feeSentence('tw', fee));
  expect(said[0]).toContain('unknown per number with an emergency address and month, for 3 numbers');
  expect(said[1]).toContain('about 75 USD per 911 call from an unregistered US or CA number, for 1 number (');
});

test('a plan that brings no fee names none', () => {
  expect(plannedFees(capabilities.fees, { replace: 2 })).toEqual([]);
});
