import { expect, it, vi } from 'vitest';
import type { Effect } from '../../src/sandbox/stand-in.ts';
import { judgeMigration } from './judge/migration.ts';
import { runMigration } from './migrations.ts';
import { createStandIn } from './world/stand-ins.ts';

/** Much more than these take; a machine with other work to do is no failure. */
vi.setConfig({ testTimeout: 300_000 });

/** Of about 1,100 points: while the new account is written, and while the old one loses its addresses. */
it.each([
  ['sinch', 650],
  ['bandwidth-orders', 1_050],
] as const)(
  'a move to %s that is killed covers each number before it uncovers it, and once',
  async (to, kill) => {
    const { violations, processes } = await runMigration(to, 3, kill);
    expect(violations).toEqual([]);
    expect(processes.map(({ code }) => code)).toEqual([null, 0]);
  },
);

it('the judge finds a number that is uncovered first, and a change that is made twice', () => {
  const number = '+13125550000';
  const delays = { registrationMs: 20, removalMs: 0 };
  const state = (name: 'vonage' | 'twilio') => createStandIn(name, delays).controls?.state(0);
  const effect = (kind: string, atMs: number): Effect => ({ kind, atMs, subject: number, detail: '' });
  const judged = (covered: readonly number[], removed: readonly number[]): string[] =>
    judgeMigration({
      to: 'twilio',
      numbers: [number],
      old: { effects: removed.map((atMs) => effect('disassociate', atMs)), state: state('vonage') },
      new: { effects: covered.map((atMs) => effect('associate', atMs)), state: state('twilio') },
      registrationMs: 20,
      last: { code: 0, said: '' },
    })
      .map(({ invariant }) => invariant)
      .filter((invariant) => invariant !== 'moved');
  expect(judged([100], [130])).toEqual([]);
  expect(judged([100], [110])).toEqual(['covered first']);
  expect(judged([], [110])).toEqual(['covered first']);
  expect(judged([100, 101], [130, 131])).toEqual(['none twice', 'none twice']);
});
