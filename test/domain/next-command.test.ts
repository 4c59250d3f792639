import { expect, it } from 'vitest';
import { nextText } from '../../src/domain/next-command.ts';

it.each([
  [null, ''],
  [{ command: 'resume', args: ['20261121-k3f9'], advice: '' }, 'e911 resume 20261121-k3f9'],
  [
    { command: 'apply', args: ['my sheet.csv', '--wait', '1h'], advice: '' },
    "e911 apply 'my sheet.csv' --wait 1h",
  ],
  [{ command: 'apply', args: ['x.csv'], advice: 'fix x.csv' }, 'fix x.csv, then: e911 apply x.csv'],
  [{ command: '', args: [], advice: 'Use --out DIR.' }, 'Use --out DIR.'],
])('the next command %j is shown as %s', (next, text) => {
  expect(nextText(next)).toBe(text);
});
