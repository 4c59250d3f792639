import { describe, expect, it } from 'vitest';
import { hasVoice, wireAmount, wireCount, wireSwitch } from '../../src/providers/kit/wire-values.ts';

it.each([
  [['SMS'], false],
  [['FAX', 'MMS'], false],
  [['sms', 'voice'], true],
  [[' Voice '], true],
  [[], null],
  [null, null],
  [undefined, null],
])('voice among %j', (features, read) => expect(hasVoice(features)).toBe(read));

describe('values that a gateway writes as text', () => {
  it.each([
    [3, 3],
    ['3', 3],
    [' 12 ', 12],
    ['', null],
    ['3.5', null],
    ['three', null],
    [-1, null],
    ['-1', null],
  ])('count %j', (value, read) => expect(wireCount.safeParse(value).data ?? null).toBe(read));

  it.each([
    [true, true],
    ['true', true],
    [' False', false],
    ['yes', null],
    [1, null],
  ])('switch %j', (value, read) => expect(wireSwitch.safeParse(value).data ?? null).toBe(read));

  it.each([
    ['1.25', '1.25'],
    [1.25, '1.25'],
    [0, '0'],
    ['', ''],
    [null, null],
    [-1, 'refused'],
  ])('amount %j', (value, read) => {
    const parsed = wireAmount.safeParse(value);
    expect(parsed.success ? parsed.data : 'refused').toBe(read);
  });
});
