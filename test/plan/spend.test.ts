import { expect, it } from 'vitest';
import type { Cost } from '../../src/domain/fees.ts';
import { addSpend, noSpend, overspent } from '../../src/plan/spend.ts';

const cost = (fee: Cost['fee'], money: string): Cost => {
  const [amount = '', currency = ''] = money.split(' ');
  return { fee, amount, currency, source: 'test' };
};

/** What the guard says of purchases, each given by its setup price and its rent. */
function said(maxSpend: string | undefined, ...purchases: readonly (readonly [string, string])[]): string[] {
  const spend = noSpend();
  for (const [setup, rent] of purchases) {
    addSpend(spend, [cost('number_setup', setup), cost('number_monthly', rent)]);
  }
  addSpend(spend, [cost('emergency_number_monthly', '900.00 USD'), cost('unregistered_call', '')]);
  return overspent([{ account: 'hq', spend }], maxSpend);
}

it.each<[string, string | undefined, (readonly [string, string])[], string[]]>([
  [
    'a sum at the limit',
    '5',
    [
      ['1.25 EUR', '1.25 EUR'],
      ['1.25 EUR', '1.25 EUR'],
    ],
    [],
  ],
  [
    'a sum above it',
    '4.99',
    [
      ['1.25 EUR', '1.25 EUR'],
      ['1.25 EUR', '1.25 EUR'],
    ],
    ['the purchase of 2 numbers at hq costs 5.00 EUR, setup and first month (limit: --max-spend 4.99)'],
  ],
  ['no purchase', '0', [], []],
  ['no limit', undefined, [['', '']], []],
  ['a free purchase', '0', [['0.00 EUR', '0.00 EUR']], []],
  [
    'two currencies, each below the limit',
    '100',
    [['60.00 EUR', '60.00 USD']],
    [
      'the purchase of 1 number at hq costs 60.00 EUR and 60.00 USD, which cannot be added (limit: --max-spend 100)',
    ],
  ],
  ['a setup that is free in another currency', '100', [['0.00 EUR', '60.00 USD']], []],
])('%s', (_, maxSpend, purchases, sentences) => {
  expect(said(maxSpend, ...purchases)).toEqual(sentences);
});

it.each([
  ['a price that is not stated', ['', '1.00 EUR']],
  ['a rent that is not stated', ['1.00 EUR', '']],
  ['a currency that is not stated', ['1.00', '1.00 EUR']],
  ['a price that is no amount', ['1,00 EUR', '1.00 EUR']],
] as const)('%s stops under any limit', (_, prices) => {
  const [sentence] = said('1000', ['1.00 EUR', '1.00 EUR'], prices);
  expect(sentence).toContain('the price of 1 of 2 numbers at hq is unknown');
  expect(said('1000', prices)[0]).toContain('the price of 1 number at hq is unknown');
});
