import { expect, it } from 'vitest';
import type { Verb } from '../../src/plan/context/present.ts';
import { enforceGuards, type GuardOptions, tripped } from '../../src/plan/guards.ts';

const DEFAULTS: GuardOptions = {
  maxReplace: { kind: 'percent', value: 30 },
  maxRemove: { kind: 'percent', value: 30 },
  force: false,
  command: 'apply',
};

const counts = (account: string, covered: number, verbs: Partial<Record<Verb, number>>) => ({
  account,
  covered,
  gaps: 0,
  maxGapSeconds: 0,
  verbs: new Map(Object.entries(verbs) as [Verb, number][]),
});

it.each<[string, ReturnType<typeof counts>[], Partial<GuardOptions>, string[]]>([
  [
    'replacements above the limit',
    [counts('hq', 40, { replace: 20 })],
    {},
    ['hq: would replace the address of 20 of 40 covered numbers (limit: --max-replace 30%)'],
  ],
  [
    'every number disabled',
    [counts('hq', 20, { disable: 20 })],
    {},
    ['hq: would remove, release or disable 20 of 20 covered numbers (limit: --max-remove 30%)'],
  ],
  [
    'losses of several kinds together',
    [counts('hq', 20, { disable: 3, remove: 2, release: 2 })],
    {},
    ['hq: would remove, release or disable 7 of 20 covered numbers (limit: --max-remove 30%)'],
  ],
  [
    'more than 5 losses of fewer than 10 numbers',
    [counts('hq', 9, { remove: 6 })],
    {},
    ['hq: would remove, release or disable 6 of 9 covered numbers (limit: --max-remove 30%)'],
  ],
  [
    'a few losses at each of several accounts',
    ['a', 'b', 'c'].map((name) => counts(name, 5, { remove: 5 })),
    {},
    ['all accounts: would remove, release or disable 15 of 15 covered numbers (limit: --max-remove 30%)'],
  ],
  ['a few losses of a short sheet', [counts('hq', 5, { remove: 5 })], {}, []],
  ['the losses of an undo of a short sheet', [counts('hq', 9, { remove: 9 })], { command: 'undo' }, []],
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
  expect(() => enforceGuards(all, DEFAULTS)).toThrow('Nothing was sent. hq: would remove');
  expect(() => enforceGuards(all, { ...DEFAULTS, force: true })).not.toThrow();
});
