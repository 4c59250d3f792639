import { expect, it } from 'vitest';
import type { Action } from '../../src/domain/request/request.ts';
import { withoutVoice } from '../../src/plan/numbers/without-voice.ts';
import { numberState } from '../export/facts.ts';
import { request } from '../report/rows.ts';

const codes = (action: Action, voiceCapable: boolean | null): string[] =>
  withoutVoice(request({ action }), numberState({ voiceCapable })).map(
    ({ code, severity }) => `${severity} ${code}`,
  );

it('warns of an address for a number that cannot place calls, and of no other', () => {
  expect(codes('assign', false)).toEqual(['warning NUMBER_WITHOUT_VOICE']);
  expect([codes('assign', true), codes('assign', null), codes('remove', false)]).toEqual([[], [], []]);
  expect(withoutVoice(request(), null)).toEqual([]);
  expect(withoutVoice(request({ action: 'buy' }), numberState({ voiceCapable: false }))).toMatchObject([
    { message: 'The number +14155550100 has no voice: 911 cannot be called from it.' },
  ]);
  expect(codes('buy', null)).toEqual([]);
});
