import { describe, expect, it } from 'vitest';
import { capabilities as bandwidth } from '../../src/providers/bandwidth/endpoints/capabilities.ts';
import type { Capabilities, Step } from '../../src/providers/contract.ts';
import { capabilities as twilio } from '../../src/providers/twilio/capabilities.ts';
import { createHeld } from '../../src/run/calls/held.ts';
import { earlierSettledAtMs, settledAtMs } from '../../src/run/calls/settle-time.ts';
import { couldOverturn } from '../../src/run/context/doubts.ts';
import type { RunContext } from '../../src/run/context/run-context.ts';
import { CONTENT } from '../journal/records.ts';
import { fakeAccount, fakeRun } from './fake-run.ts';

const NUMBER = { phoneNumber: '+14155550100', handle: 'PN1' };
const OTHER = { phoneNumber: '+14155550101', handle: 'PN2' };
const associate = (addressId: string, on = NUMBER): Step => ({
  kind: 'associate',
  ...on,
  addressId,
  ...CONTENT,
});
const remove = (on = NUMBER): Step => ({ kind: 'disassociate', ...on, tag: '' });
const turn = (on: boolean): Step => ({ kind: 'switch-emergency', ...NUMBER, on });
const create = (tag: string): Step => ({ kind: 'create-address', ...CONTENT, tag });

describe('what a late call could overturn', () => {
  it.each<[string, Step, Step, Capabilities, boolean]>([
    ['a removal, the address that follows it', remove(), associate('AD1'), twilio, true],
    ['an association, a removal', associate('AD1'), remove(), twilio, true],
    ['an association, another one', associate('AD1'), associate('AD2'), twilio, true],
    [
      'nothing of the same association, where it may be repeated',
      associate('AD1'),
      associate('AD1'),
      twilio,
      false,
    ],
    [
      'nothing of it when the handle became known since',
      associate('AD1', { ...NUMBER, handle: '' }),
      associate('AD1'),
      twilio,
      false,
    ],
    [
      'the same one, where a second makes a second endpoint',
      associate('BW1'),
      associate('BW1'),
      bandwidth,
      true,
    ],
    ['nothing of another number', remove(OTHER), associate('AD1'), twilio, false],
    ['nothing of a switch that has a call of its own', associate('AD1'), turn(true), twilio, false],
    ['a switch that is a field of the same record', associate('BW1'), turn(false), bandwidth, true],
    ['a creation, the same creation', create('e911a'), create('e911a'), twilio, true],
    ['nothing of another creation', create('e911a'), create('e911b'), twilio, false],
  ])('%s', (_what, late, next, capabilities, expected) => {
    expect(couldOverturn(late, next, capabilities)).toBe(expected);
  });
});

/** A moment on both clocks; the wall clock is set to another time of the day than the calls were sent at. */
function at(wallMs: number): Pick<RunContext, 'host'> {
  const clock = { wallMs: () => wallMs, monotonicMs: () => 1_000 };
  return { host: { clock } as Pick<RunContext['host'], 'clock'> as RunContext['host'] };
}

describe('the settle time', () => {
  const NOON_MS = Date.UTC(2026, 10, 26, 12);
  const iso = (ms: number): string => new Date(ms).toISOString();
  const left = (agoMs: number, state: 'unknown' | 'intended', sentBeforeMs = 0): number => {
    const finishedAt = state === 'unknown' ? iso(NOON_MS - agoMs) : null;
    const call = { state, sentAt: iso(NOON_MS - agoMs - sentBeforeMs), finishedAt };
    return earlierSettledAtMs(at(NOON_MS), 60_000, call) - 1_000;
  };

  it('counts between processes from when the answer was given up', () => {
    expect(left(20_000, 'unknown')).toBe(40_000);
    expect(left(20_000, 'unknown', 30_000)).toBe(40_000);
    expect(left(3_600_000, 'unknown')).toBe(0);
  });

  it('counts after a kill from now, or from a minute after the call was sent', () => {
    expect(left(5_000, 'intended')).toBe(60_000);
    expect(left(90_000, 'intended')).toBe(30_000);
    expect(left(3_600_000, 'intended')).toBe(0);
  });

  it('is never longer than for a call that was given up now, though the wall clock was set back', () => {
    expect(left(-3_600_000, 'unknown')).toBe(60_000);
    expect(left(-3_600_000, 'intended')).toBe(60_000);
  });

  it('is what was typed, else what the carrier documents, else 60 s', async () => {
    const account = fakeAccount({});
    const { context } = await fakeRun(account);
    const untilMs = (settleMs?: number): number =>
      settledAtMs({ ...context, options: { ...context.options, settleMs } }, account.provider);
    expect(untilMs()).toBe(60_000);
    expect(untilMs(5_000)).toBe(5_000);
    Object.assign(account.provider.capabilities.lateEffects, { settleMs: 90_000 });
    expect(untilMs()).toBe(90_000);
  });
});

describe('work that waits for a call in doubt', () => {
  it('gives its place to other work, and is waited for at the end', async () => {
    const held = createHeld();
    let settle: () => void = () => undefined;
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const isWaiting = await held.place((onDoubt) => {
      onDoubt();
      return settled;
    });
    expect(isWaiting).toBe(true);
    expect(await held.place(async () => undefined)).toBe(false);
    let hasEnded = false;
    const ended = held.ended().then(() => {
      hasEnded = true;
    });
    await Promise.resolve();
    expect(hasEnded).toBe(false);
    settle();
    await ended;
    expect(hasEnded).toBe(true);
  });

  it('passes on what made it fail while it waited', async () => {
    const held = createHeld();
    await held.place(async (onDoubt) => {
      await Promise.resolve();
      onDoubt();
      await Promise.resolve();
      throw new Error('lost');
    });
    await expect(held.ended()).rejects.toThrow('lost');
  });
});
