import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTransport } from '../../src/http/account-transport.ts';
import { createRedactor } from '../../src/http/redact.ts';
import type { Wire } from '../../src/http/wire.ts';
import { createFakeClock } from './fake-clock.ts';
import { mostInOneSecond } from './one-second.ts';
import { ok, plainCall, read, write } from './transport-setup.ts';

interface World {
  readonly perSecond: number;
  /** Of the n-th request: from its turn to its commit, and from there to the provider; the answer takes 30 ms more. */
  readonly commitMs?: (n: number) => number;
  readonly networkMs?: (n: number) => number;
  readonly timersLateMs?: (n: number) => number;
  /** What the provider takes in a second; it refuses the rest with 429 and Retry-After 1. */
  readonly realLimit?: number;
}

/** Sends `count` changes at once through a transport on a virtual clock, and tells when they arrived. */
async function sendAll(count: number, world: World) {
  let timers = 0;
  const clock = createFakeClock(() => world.timersLateMs?.(timers++) ?? 0);
  const arrived: number[] = [];
  const taken: number[] = [];
  let sent = 0;
  const wire: Wire = async () => {
    const onItsWayMs = world.networkMs?.(sent++) ?? 0;
    const nowMs = clock.monotonicMs() + onItsWayMs;
    arrived.push(nowMs);
    const inSecond = taken.filter((at) => at > nowMs - 1000).length;
    const isTaken = inSecond < (world.realLimit ?? Number.POSITIVE_INFINITY);
    if (isTaken) taken.push(nowMs);
    await clock.sleep(onItsWayMs + 30);
    return isTaken ? ok('{}') : ok('{}', 429, { 'retry-after': '1' });
  };
  const { origin } = read.url;
  const transport = createTransport({
    provider: 'twilio',
    account: 'hq',
    origins: [origin],
    limits: { requestsPerSecond: world.perSecond, burst: 1, concurrency: 16 },
    wire,
    clock,
    random: () => 0.5,
    redactor: createRedactor([]),
  });
  let commits = 0;
  const beforeSend = async (): Promise<void> => clock.sleep(world.commitMs?.(commits++) ?? 10);
  const all = Array.from({ length: count }, () => transport.send(write, { ...plainCall, beforeSend }));
  await clock.run();
  await Promise.all(all);
  return { arrived: arrived.sort((a, b) => a - b), taken };
}

const perSecond = (times: readonly number[]): number =>
  (times.length - 1) / (((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000);

describe('the pace of an account, in virtual time', () => {
  it.each([
    [200, 0.95],
    [25, 0.97],
    [5, 0.97],
  ])('uses nearly all of %i requests a second, and never more', async (limit, share) => {
    // Timers are late by up to 5 ms, and commits take 2 to 20 ms.
    const { arrived } = await sendAll(limit * 20, {
      perSecond: limit,
      commitMs: (n) => 2 + ((n * 7) % 19),
      timersLateMs: (n) => (n * 3) % 6,
    });
    expect(perSecond(arrived)).toBeGreaterThanOrEqual(limit * share);
    expect(mostInOneSecond(arrived)).toBeLessThanOrEqual(limit);
  });

  it('sends everything and never goes above 40 requests in any second, the first one included', async () => {
    const upTo = (max: number) =>
      fc.array(fc.integer({ min: 0, max }), { minLength: 1, maxLength: 12 }).map((all) => {
        return (n: number): number => all[n % all.length] ?? 0;
      });
    await fc.assert(
      fc.asyncProperty(upTo(400), upTo(11), upTo(60), async (commitMs, networkMs, timersLateMs) => {
        const { arrived } = await sendAll(120, {
          perSecond: 40,
          commitMs,
          networkMs,
          timersLateMs,
        });
        expect(arrived).toHaveLength(120);
        return mostInOneSecond(arrived) <= 40;
      }),
      { numRuns: 20 },
    );
  });

  it('never goes above 25 requests in any second where some are held up on their way and others are not', async () => {
    const late = fc.array(fc.integer({ min: 0, max: 240 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(late, fc.integer({ min: 0, max: 80 }), async (heldUpMs, leastMs) => {
        const networkMs = (n: number): number => leastMs + ([0, ...heldUpMs][n % (heldUpMs.length + 1)] ?? 0);
        const { arrived } = await sendAll(100, { perSecond: 25, networkMs });
        return arrived.length === 100 && mostInOneSecond(arrived) <= 25;
      }),
      { numRuns: 40 },
    );
  });

  it('loses nothing of the pace to answers that take long but come evenly', async () => {
    const { arrived } = await sendAll(500, { perSecond: 25, networkMs: () => 400 });
    expect(perSecond(arrived)).toBeGreaterThanOrEqual(25 * 0.97);
  });

  it('finds a real limit of 20 a second when 50 are configured, and sits just below it', async () => {
    const { arrived, taken } = await sendAll(2400, { perSecond: 50, realLimit: 20 });
    const after30s = (times: readonly number[]) => times.filter((at) => at > (times[0] ?? 0) + 30_000);
    expect(perSecond(after30s(taken))).toBeGreaterThanOrEqual(20 * 0.95);
    expect(arrived.length - taken.length).toBeLessThan(0.03 * arrived.length);
  });
});
