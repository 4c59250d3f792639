import { expect, it } from 'vitest';
import { AccountProgress } from '../../src/cli/screen/account-progress.ts';
import type { ExpectedWork } from '../../src/run/context/run-watcher.ts';

const TWILIO: ExpectedWork = {
  account: 'twilio',
  changes: 100,
  writes: 240,
  reads: 0,
  callsPerSecond: 10,
  gaps: 0,
  maxGapSeconds: 0,
};

function progress(...works: readonly ExpectedWork[]) {
  let nowMs = 5_000;
  const accounts = new AccountProgress({ monotonicMs: () => nowMs });
  accounts.expect(works);
  return {
    accounts,
    /** So many seconds in which an account makes so many calls each. */
    run(
      seconds: number,
      perSecond: number,
      call = { account: 'twilio', method: 'POST', status: 200 as number | null },
    ) {
      for (let second = 0; second < seconds; second += 1) {
        for (let each = 0; each < perSecond; each += 1) accounts.called(call);
        nowMs += 1_000;
      }
    },
  };
}

it('foretells the time from the plan and the configured pace, whatever the first seconds were like', () => {
  const { accounts, run } = progress(TWILIO);
  expect(accounts.timeLeft()).toBe('about 24 s left');
  run(3, 0);
  expect(accounts.timeLeft()).toBe('about 24 s left');
  run(1, 1);
  expect(accounts.timeLeft()).toBe('about 24 s left');
});

it('counts the reads beside the writes', () => {
  expect(progress({ ...TWILIO, reads: 240 }).accounts.timeLeft()).toBe('about 48 s left');
});

it('takes the pace that was measured once there is one, of what changes something', () => {
  const { accounts, run } = progress(TWILIO);
  run(20, 5);
  expect(accounts.timeLeft()).toBe('about 28 s left');
  run(10, 50, { account: 'twilio', method: 'GET', status: 200 });
  run(10, 50, { account: 'twilio', method: 'POST', status: 503 });
  run(10, 50, { account: 'twilio', method: 'POST', status: null });
  run(20, 5);
  expect(accounts.timeLeft()).toBe('about 8 s left');
});

it('is the time of the slowest account, with its pause, and nothing once all is done or only registration is left', () => {
  const vonage = { ...TWILIO, account: 'vonage', changes: 1, writes: 1 };
  const { accounts, run } = progress(TWILIO, vonage);
  accounts.waits('vonage: paused by the provider', { account: 'vonage', forMs: 90_000, isPaused: true });
  expect(accounts.timeLeft()).toBe('about 1 min 31 s left');
  run(30, 10);
  run(31, 0);
  accounts.changed('vonage');
  expect(accounts.timeLeft()).toBe('');
});

it('a pause is added, and what was measured across it is not taken for the pace', () => {
  const { accounts, run } = progress(TWILIO);
  run(20, 5);
  accounts.waits('twilio: paused by the provider', { account: 'twilio', forMs: 60_000, isPaused: true });
  expect(accounts.timeLeft()).toBe('about 1 min 14 s left');
  run(60, 0);
  expect(accounts.timeLeft()).toBe('about 14 s left');
});

it('says how many coverage gaps are to come, and how long each may be', () => {
  const { accounts } = progress({ ...TWILIO, gaps: 2, maxGapSeconds: 1_800 });
  expect(accounts.timeLeft()).toBe('about 24 s left and up to 30 min for each of 2 coverage gaps');
  accounts.gapOpened('twilio', '+14155550100');
  accounts.gapClosed('twilio', '+14155550100');
  expect(accounts.timeLeft()).toBe('about 24 s left and up to 30 min for 1 coverage gap');
});

it('has a line for each account: done, total, rate, and what it waits for and why', () => {
  const { accounts, run } = progress(TWILIO, { ...TWILIO, account: 'vonage', changes: 1 });
  run(10, 4);
  accounts.changed('twilio');
  accounts.changed('vonage');
  accounts.waits('twilio: a number was rejected, retrying', { account: 'twilio', forMs: 5_000 });
  expect(accounts.lines(false)).toEqual([
    '  twilio  1/100  4.0 calls/s  waits: a number was rejected, retrying',
    '  vonage  1/1  done',
  ]);
  expect(accounts.lines(true)).toHaveLength(1);
  run(5, 4);
  expect(accounts.lines(false)[0]).toBe('  twilio  1/100  4.0 calls/s');
});

it('a wait without an end is over with the next change of its account, or when nothing is waited for', () => {
  const { accounts } = progress(TWILIO);
  accounts.waits('twilio: waiting for the provider to register numbers', { account: 'twilio' });
  expect(accounts.lines(true)).toHaveLength(1);
  accounts.changed('twilio');
  expect(accounts.lines(true)).toEqual([]);
  accounts.waits('twilio: waiting', { account: 'twilio' });
  accounts.waitsNoMore();
  expect(accounts.lines(true)).toEqual([]);
});

it('names the numbers that have no address right now', () => {
  const { accounts } = progress(TWILIO);
  expect(accounts.gapLine()).toBe('');
  for (let at = 0; at < 12; at += 1) accounts.gapOpened('twilio', `+141555501${10 + at}`);
  accounts.gapClosed('twilio', '+14155550111');
  expect(accounts.gapLine()).toMatch(
    /^ {2}WITHOUT AN EMERGENCY ADDRESS NOW: \+14155550110 \(twilio\), \+14155550112/,
  );
  expect(accounts.gapLine()).toMatch(/\+14155550120 \(twilio\), and 1 more$/);
});
