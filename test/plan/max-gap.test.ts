import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../src/journal/records.ts';
import { takeOff, UNCOVER } from '../../src/plan/context/number-steps.ts';
import type { PlanContext } from '../../src/plan/context/plan-context.ts';
import type { Composed } from '../../src/plan/context/present.ts';
import { maxGapOf, withinMaxGap } from '../../src/plan/numbers/max-gap.ts';
import { capabilities as sinch } from '../../src/providers/sinch/capabilities.ts';
import { capabilities as twilio } from '../../src/providers/twilio/capabilities.ts';
import { ADDRESS, numberState, stepOf } from '../journal/records.ts';

const MINUTE_MS = 60_000;
const ADD: Instruction = { do: 'step', step: stepOf(1) };
const TAKE: Instruction = { ...takeOff(numberState(1)), opensGap: true };

function program(instructions: readonly Instruction[], opensGap = true): Composed {
  return { kind: 'program', program: instructions, verb: 'replace', opensGap };
}

const CHANGE = program([TAKE, UNCOVER, ADD]);

function context(maxGapMs: number, command = 'apply'): PlanContext {
  return { options: { command, maxGapMs } } as PlanContext;
}

describe('the longest gap of a change at Twilio', () => {
  it.each([
    ['US', 'US', 1_800],
    ['CA', 'CA', 1_800],
    ['GB', 'GB', 259_200],
    // A number of Puerto Rico with an address that is in the US for Twilio.
    ['PR', 'US', 1_800],
    // Nothing is documented: the longest time that is.
    ['', 'AU', 259_200],
  ])('is documented for a number of %j at an address in %j', (country, addressCountry, seconds) => {
    const number = { ...numberState(1), country };
    const request = { address: { ...ADDRESS, country: addressCountry } };
    expect(maxGapOf(CHANGE, number, request, twilio)).toBe(seconds);
  });

  it.each<[string, Composed]>([
    ['an address for a number that has none', program([ADD], false)],
    ['a removal', program([TAKE, UNCOVER], false)],
  ])('is nothing for %s', (_what, composed) => {
    expect(maxGapOf(composed, numberState(1), { address: null }, twilio)).toBe(0);
  });

  it('is nothing where the provider replaces an address in place', () => {
    expect(maxGapOf(CHANGE, numberState(1), { address: null }, sinch)).toBe(0);
  });
});

describe('--max-gap', () => {
  it('leaves a longer documented gap for review, and says what to type', () => {
    const review = withinMaxGap(context(45 * MINUTE_MS), CHANGE, 259_200, twilio);
    expect(review).toMatchObject({
      kind: 'settled',
      outcome: { result: 'needs_review', errorCode: 'GAP_TOO_LONG' },
    });
    const { errorMessage, hint } = review.kind === 'settled' ? review.outcome : {};
    expect(errorMessage).toContain('It documents up to 72 h for that');
    expect(errorMessage).toContain('the limit is 45 min');
    expect(hint).toContain('--max-gap 72h');
  });

  it('lets a gap up to the limit pass', () => {
    expect(withinMaxGap(context(30 * MINUTE_MS), CHANGE, 1_800, twilio)).toBe(CHANGE);
    expect(withinMaxGap(context(29 * MINUTE_MS), CHANGE, 1_800, twilio)).not.toBe(CHANGE);
  });

  it('stops no change that opens no gap, and no verification', () => {
    const waiting = program([UNCOVER, ADD], false);
    expect(withinMaxGap(context(0), waiting, 1_800, twilio)).toBe(waiting);
    expect(withinMaxGap(context(0, 'verify'), CHANGE, 1_800, twilio)).toBe(CHANGE);
  });
});
