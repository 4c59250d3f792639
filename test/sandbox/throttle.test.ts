import { expect, test } from 'vitest';
import { createSinchStandIn } from '../../src/sandbox/sinch/index.ts';
import type { StandIn } from '../../src/sandbox/stand-in.ts';
import { createThrottle } from '../../src/sandbox/throttle.ts';
import { createTwilioStandIn } from '../../src/sandbox/twilio/index.ts';
import { createVonageStandIn } from '../../src/sandbox/vonage/index.ts';

test('what is turned away does not count, and a second later there is room again', () => {
  const isOneTooMany = createThrottle();
  const rules = { maxConcurrent: 2, maxPerSecond: 2 };
  const at = (nowMs: number, inFlight = 1) => isOneTooMany(rules, inFlight, nowMs);
  expect([at(0), at(10), at(20), at(999)]).toEqual([false, false, true, true]);
  expect([at(1000), at(1009), at(1010)]).toEqual([false, true, false]);
  expect([at(5000, 3), at(5000, 2)]).toEqual([true, false]);
  expect(isOneTooMany({ maxConcurrent: null, maxPerSecond: null }, 99, 5000)).toBe(false);
});

test.each([
  ['twilio', createTwilioStandIn],
  ['vonage', createVonageStandIn],
  ['sinch', createSinchStandIn],
] as const)('%s answers 429 beyond either limit', (_name, create) => {
  const status = (standIn: StandIn, inFlight: number): number => {
    const request = {
      method: 'GET',
      path: '/',
      query: new URLSearchParams(),
      headers: {},
      body: '',
      inFlight,
    };
    return standIn.answer(request, 0).status;
  };
  const narrow = create({ switches: { maxConcurrent: 1 } });
  expect([status(narrow, 1) === 429, status(narrow, 2)]).toEqual([false, 429]);
  const slow = create({ switches: { maxPerSecond: 1 } });
  expect([status(slow, 1) === 429, status(slow, 1)]).toEqual([false, 429]);
});
