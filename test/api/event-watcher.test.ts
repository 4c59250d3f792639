import { expect, it } from 'vitest';
import { eventWatcher } from '../../src/api/event-watcher.ts';
import type { WorkEvent } from '../../src/api/types/index.ts';

const AT = Date.parse('2026-11-27T09:00:00.000Z');

/** A watcher on a clock that stands still until it is moved, and what it told. */
function openWatcher() {
  let nowMs = 0;
  const told: WorkEvent[] = [];
  const clock = {
    wallMs: () => AT + nowMs,
    monotonicMs: () => nowMs,
    sleep: () => Promise.reject(new Error('nothing sleeps here')),
  };
  const watcher = eventWatcher(clock, (event) => told.push(event));
  const waits = () =>
    told.flatMap((event) => (event.type === 'waiting' ? [[event.account, event.message, event.until]] : []));
  return {
    watcher,
    waits,
    move: (ms: number) => {
      nowMs += ms;
    },
  };
}

const change = (account: string) =>
  ({
    type: 'change',
    run_id: 'r1',
    account,
    phone_number: '+14155550100',
    endpoint_user_id: '',
    action: 'assign',
    result: 'applied',
    detail: '',
    error_code: '',
    error_message: '',
  }) as const;

it('tells of each account by itself what it waits for, until when, and when that is over', () => {
  const { watcher, waits, move } = openWatcher();
  watcher.waiting('twilio: paused', { account: 'twilio', forMs: 30_000, isPaused: true });
  watcher.waiting('sinch: registering', { account: 'sinch' });
  watcher.waiting('twilio: paused', { account: 'twilio', forMs: 30_000, isPaused: true });
  const begun = [
    ['twilio', 'twilio: paused', '2026-11-27T09:00:30.000Z'],
    ['sinch', 'sinch: registering', null],
  ];
  expect(waits()).toEqual(begun);
  // What another account does ends no wait, and a pause lasts as long as it was asked for.
  watcher.event(change('twilio'));
  watcher.progress(1);
  watcher.phase('numbers', 4);
  expect(waits()).toEqual(begun);
  watcher.event(change('sinch'));
  expect(waits().slice(2)).toEqual([['sinch', null, null]]);
  move(30_000);
  watcher.progress(2);
  expect(waits().slice(3)).toEqual([['twilio', null, null]]);
});

it('ends all waits with the work, each once', () => {
  const { watcher, waits } = openWatcher();
  watcher.waiting('a: x', { account: 'a' });
  watcher.waiting('b: y', { account: 'b', forMs: 1_000 });
  watcher.waiting(null);
  watcher.waiting(null);
  expect(waits().slice(2)).toEqual([
    ['a', null, null],
    ['b', null, null],
  ]);
});
