import { expect, test } from 'vitest';
import { ProviderError } from '../../../src/errors/provider-error.ts';
import { openCarrier } from './token-server.ts';

const WORKERS = 16;

/** The kinds and statuses of calls that 16 workers make one after another, after the clock has run. */
async function many(
  { ask, clock }: ReturnType<typeof openCarrier>,
  calls: number,
): Promise<(string | number)[]> {
  const outcomes: (string | number)[] = [];
  let left = calls;
  async function work(): Promise<void> {
    while (left > 0) {
      left -= 1;
      const isChange = left % 2 === 0;
      outcomes.push(
        await ask(isChange).catch((error) => (error instanceof ProviderError ? error.kind : String(error))),
      );
    }
  }
  const done = Promise.all(Array.from({ length: WORKERS }, work));
  await clock.run();
  await done;
  return outcomes;
}

test('a run of 20 minutes on tokens of 60 s takes one token for each half of a life', async () => {
  const carrier = openCarrier({ promisedMs: 60_000 }, 1);
  const outcomes = await many(carrier, 1_200);
  expect(new Set(outcomes)).toEqual(new Set([200]));
  expect(carrier.count('refused')).toBe(0);
  // At 97% of 1 a second 1,200 calls take 20.6 minutes.
  expect(carrier.count('token')).toBeGreaterThanOrEqual(40);
  expect(carrier.count('token')).toBeLessThanOrEqual(43);
});

test.each([20, 5])(
  'tokens that die after 1.5 s of a promised hour lose no call at %i a second',
  async (rate) => {
    const carrier = openCarrier({ promisedMs: 3_600_000, livesMs: 1_500 }, rate);
    const outcomes = await many(carrier, 400);
    expect(new Set(outcomes)).toEqual(new Set([200]));
    expect(carrier.count('taken')).toBe(400);
  },
);

test('a token that is not known everywhere at once is waited for', async () => {
  const carrier = openCarrier({ promisedMs: 3_600_000, knownAfterMs: 1_200 });
  expect(new Set(await many(carrier, 40))).toEqual(new Set([200]));
  expect(carrier.count('token')).toBe(2);
});

test('tokens that are known late and die early lose no call', async () => {
  const carrier = openCarrier({ promisedMs: 3_600_000, knownAfterMs: 300, livesMs: 1_200 });
  expect(new Set(await many(carrier, 100))).toEqual(new Set([200]));
});

test('a wrong client is found by one call, however many are in flight', async () => {
  const carrier = openCarrier({ promisedMs: 3_600_000, client: 'wrong' });
  expect(new Set(await many(carrier, 30))).toEqual(new Set(['credentials']));
  expect(carrier.count('token')).toBe(1);
});

test('a carrier that takes no token is asked for two, and for nothing after that', async () => {
  const carrier = openCarrier({ promisedMs: 3_600_000, bearer: 'refuse' });
  expect(new Set(await many(carrier, 30))).toEqual(new Set(['credentials']));
  expect(carrier.count('token')).toBe(2);
  const before = carrier.count('refused');
  expect(await many(carrier, 10)).toEqual(Array.from({ length: 10 }, () => 'credentials'));
  expect(carrier.count('refused')).toBe(before);
});

test('a caller that is canceled while it fetches the token takes no other with it', async () => {
  const carrier = openCarrier({ promisedMs: 3_600_000 });
  const stop = new AbortController();
  const first = carrier.ask(false, stop.signal).catch((error: ProviderError) => error.kind);
  const second = carrier.ask(false);
  stop.abort();
  await carrier.clock.run();
  expect([await first, await second]).toEqual(['not-sent', 200]);
});
