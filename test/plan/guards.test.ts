import { expect, it } from 'vitest';
import type { Verb } from '../../src/plan/context/present.ts';
import { enforceGuards, guardsOf } from '../../src/plan/enforce-guards.ts';
import { type GuardOptions, tripped } from '../../src/plan/guards.ts';
import { noSpend } from '../../src/plan/spend.ts';

const DEFAULTS: GuardOptions = {
  maxReplace: { kind: 'percent', value: 30 },
  maxRemove: { kind: 'percent', value: 30 },
  force: false,
  command: 'apply',
};

const counts = (account: string, covered: number, verbs: Partial<Record<Verb, number>>, shifted = {}) => ({
  account,
  covered,
  gaps: 0,
  maxGapSeconds: 0,
  verbs: new Map(Object.entries(verbs) as [Verb, number][]),
  uncovered: Math.min(covered, (verbs.remove ?? 0) + (verbs.disable ?? 0) + (verbs.release ?? 0)),
  shifted: { up: 0, down: 0, ...shifted },
  spend: noSpend(),
});

it.each<[string, ReturnType<typeof counts>[], Partial<GuardOptions>, string[]]>([
  [
    'replacements above the limit',
    [counts('hq', 40, { replace: 20 })],
    {},
    ['the rows of hq would replace the address of 20 of 40 covered numbers (limit: --max-replace 30%)'],
  ],
  [
    'every number disabled',
    [counts('hq', 20, { disable: 20 })],
    {},
    ['the rows of hq would remove, release, or disable 20 of 20 covered numbers (limit: --max-remove 30%)'],
  ],
  [
    'losses of several kinds together',
    [counts('hq', 20, { disable: 3, remove: 2, release: 2 })],
    {},
    ['the rows of hq would remove, release, or disable 7 of 20 covered numbers (limit: --max-remove 30%)'],
  ],
  [
    'more than 5 losses of fewer than 10 numbers',
    [counts('hq', 9, { remove: 6 })],
    {},
    ['the rows of hq would remove, release, or disable 6 of 9 covered numbers (limit: --max-remove 30%)'],
  ],
  [
    'a few losses at each of several accounts',
    ['a', 'b', 'c'].map((name) => counts(name, 9, { remove: 5 })),
    {},
    [
      'all rows together would remove, release, or disable 15 of 27 covered numbers (limit: --max-remove 30%)',
    ],
  ],
  ['a few losses of a short sheet', [counts('hq', 6, { remove: 5 })], {}, []],
  [
    'the last covered numbers of an account',
    [counts('hq', 2, { remove: 1, disable: 1 })],
    {},
    ['the rows of hq would remove, release, or disable 2 of 2 covered numbers (limit: --max-remove 30%)'],
  ],
  ['the release of numbers that are not covered', [counts('hq', 0, { release: 2 })], {}, []],
  [
    'more than 5 replacements of fewer than 10 numbers',
    [counts('hq', 9, { replace: 9 })],
    {},
    ['the rows of hq would replace the address of 9 of 9 covered numbers (limit: --max-replace 30%)'],
  ],
  ['the only number of an account, moved', [counts('hq', 1, { replace: 1 })], {}, []],
  [
    'rows that each have the address of the next',
    [counts('hq', 1_000, { replace: 9 }, { up: 8 })],
    {},
    [
      'hq: 8 rows each have the address that the number of the row below has now: phone_number or the address is probably shifted by one row',
    ],
  ],
  ['few such rows among many changes', [counts('hq', 1_000, { replace: 200 }, { down: 9 })], {}, []],
  [
    'a count that is no limit, where its share is passed',
    [counts('hq', 20, { remove: 12, replace: 8 })],
    { maxRemove: { kind: 'count', value: 30 }, maxReplace: { kind: 'count', value: 30 } },
    [
      'the rows of hq would replace the address of 8 of 20 covered numbers, and --max-replace 30 allows all of them: type --max-replace 30% for a share, or --max-replace 20 for all',
      'the rows of hq would remove, release, or disable 12 of 20 covered numbers, and --max-remove 30 allows all of them: type --max-remove 30% for a share, or --max-remove 20 for all',
    ],
  ],
  [
    'a count above what is covered, where its share is kept',
    [counts('hq', 20, { remove: 2 })],
    { maxRemove: { kind: 'count', value: 30 } },
    [],
  ],
  [
    'the typed limit of an undo',
    [counts('hq', 9, { remove: 9 })],
    { command: 'undo', maxRemove: { kind: 'percent', value: 100 } },
    [],
  ],
  [
    'losses that a limit allows',
    [counts('hq', 9, { remove: 9 })],
    { maxRemove: { kind: 'count', value: 9 } },
    [],
  ],
  ['new addresses', [counts('hq', 100, { assign: 100 })], {}, []],
])('counts %s', (_what, given, changed, sentences) => {
  expect(tripped(given, { ...DEFAULTS, ...changed })).toEqual(sentences);
});

it('stops the run unless --force is given', () => {
  const all = [counts('hq', 20, { disable: 20 })];
  expect(() => enforceGuards(all, DEFAULTS)).toThrow('Nothing was sent: the rows of hq would remove');
  expect(() => enforceGuards(all, { ...DEFAULTS, force: true })).not.toThrow();
});

const bought = (sum: bigint) => ({ sums: new Map([['USD', sum]]), numbers: 3, unknown: 0 });

it.each<[string, ReturnType<typeof counts>[], Partial<GuardOptions>, string[]]>([
  ['a share', [counts('hq', 40, { replace: 20 })], {}, ['--max-replace', '50%']],
  ['all of them', [counts('hq', 2, { remove: 1, disable: 1 })], {}, ['--max-remove', '100%']],
  [
    'the largest share of several accounts',
    [counts('a', 10, { remove: 4 }), counts('b', 30, { remove: 10 })],
    {},
    ['--max-remove', '40%'],
  ],
  [
    'both limits',
    [counts('hq', 20, { remove: 9, replace: 11 })],
    {},
    ['--max-replace', '55%', '--max-remove', '45%'],
  ],
  ['more replacements than are covered', [counts('hq', 4, { replace: 8 })], {}, ['--force']],
  ['shifted rows', [counts('hq', 1_000, { replace: 9 }, { up: 8 })], {}, ['--force']],
  [
    'a purchase',
    [{ ...counts('hq', 0, { buy: 3 }), spend: bought(12_500_000n) }],
    { maxSpend: '5' },
    ['--max-spend', '12.50'],
  ],
  ['nothing that stops', [counts('hq', 40, { replace: 2 })], {}, []],
  ['nothing under --force', [counts('hq', 40, { replace: 40 })], { force: true }, []],
])('names the words that let %s pass', (_what, given, changed, lifts) => {
  expect(guardsOf(given, { ...DEFAULTS, ...changed }).lifts).toEqual(lifts);
});
