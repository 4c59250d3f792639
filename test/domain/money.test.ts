import { describe, expect, it } from 'vitest';
import { addMoney, isAbove, type Sums, sumsText } from '../../src/domain/money.ts';

const sum = (...amounts: readonly (readonly [string, string])[]): { text: string; known: boolean[] } => {
  const sums: Sums = new Map();
  const known = amounts.map(([amount, currency]) => addMoney(sums, { amount, currency }));
  return { text: sumsText(sums), known };
};

describe('money', () => {
  it('is added without losing a digit', () => {
    expect(sum(['0.10', 'EUR'], ['0.2', 'EUR'], ['1', 'eur']).text).toBe('1.30 EUR');
    expect(sum(['0.0085', 'USD'], ['0.0015', 'USD']).text).toBe('0.01 USD');
  });

  it('of different currencies is never added', () => {
    expect(sum(['1.25', 'EUR'], ['1.25', 'USD'], ['0.75', 'EUR']).text).toBe('2.00 EUR and 1.25 USD');
  });

  it.each(['', ' ', '1,25', '-1', 'free', 'NaN', '1e3', '1.'])('is unknown for the text %j', (amount) => {
    expect(sum([amount, 'EUR'])).toEqual({ text: '', known: [false] });
  });

  it.each(['', 'E', 'EURO', '€'])('is unknown in the currency %j', (currency) => {
    expect(sum(['1.00', currency])).toEqual({ text: '', known: [false] });
  });

  it('is rounded up where it is finer than a millionth', () => {
    expect(sum(['0.00000001', 'USD']).text).toBe('0.000001 USD');
  });

  it('is held to a limit exactly', () => {
    expect([isAbove(100_000_000n, '100'), isAbove(100_000_001n, '100'), isAbove(1n, '0')]).toEqual([
      false,
      true,
      true,
    ]);
  });
});
