import { describe, expect, it } from 'vitest';
import { numberStart } from '../../src/domain/phone-number.ts';

describe('the first digits of numbers', () => {
  it.each([
    ['415', 'US', '+1415'],
    ['1415', 'US', '+1415'],
    ['+1415', 'US', '+1415'],
    ['+44', 'US', '+44'],
    ['604', 'CA', '+1604'],
    ['787', 'PR', '+1787'],
    ['020', 'GB', '+4420'],
    ['20', 'GB', '+4420'],
    ['4420', 'GB', '+4420'],
    // Numbers of Emden in Germany begin with the digits of its country code.
    ['4921', 'DE', '+494921'],
  ])('%s in %s are %s', (digits, country, start) => {
    expect(numberStart(digits, country)).toBe(start);
  });
});
