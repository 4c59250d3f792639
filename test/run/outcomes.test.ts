import { describe, expect, it } from 'vitest';
import { OUTCOMES, outcomeFields } from '../../src/errors/outcomes.ts';

describe('the table of outcomes', () => {
  it('fills the fields of a row from typed values', () => {
    expect(outcomeFields('numberNotInAccount', { phoneNumber: '+14155550123' })).toEqual({
      errorCode: 'NUMBER_NOT_IN_ACCOUNT',
      errorColumn: 'phone_number',
      errorMessage: 'The number +14155550123 is not in this account.',
      hint: 'Correct the account column, or buy or port the number first.',
    });
  });

  it.each([
    [['+1'], 'The address is in use by +1.'],
    [['+1', '+2', '+3'], 'The address is in use by +1, +2, +3.'],
    [['+1', '+2', '+3', '+4'], 'The address is in use by +1, +2, +3 and 1 more.'],
  ])('says how many of %s are left out of a list', (usedBy, sentence) => {
    expect(outcomeFields('deleteOfUsedAddress', { usedBy }).errorMessage).toBe(sentence);
  });

  it('names a stable code and at least one result for each outcome', () => {
    for (const [name, { code, results }] of Object.entries(OUTCOMES)) {
      expect(code, name).toMatch(/^(stale|[A-Z][A-Z_]+)$/);
      expect(results.length, name).toBeGreaterThan(0);
    }
  });
});
