import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/errors/provider-error.ts';
import type { OperationRecord } from '../../src/journal/records.ts';
import type { NumberState } from '../../src/providers/contract.ts';
import type { RunContext } from '../../src/run/context/run-context.ts';
import { refuseUncovered } from '../../src/run/numbers/covered-elsewhere.ts';

const NUMBER = '+14155550100';
const operation = { request: { phoneNumber: NUMBER } } as OperationRecord;

/** A run whose counterpart answers so for the number. */
function contextWith(
  answer: () => NumberState | null,
  { checks = true, ignoresSwitch = false, isInConfig = true } = {},
): RunContext {
  const provider = { accountKey: 'key', findNumber: async () => answer() };
  return {
    options: { checksCounterpart: checks, counterpart: 'sinch' },
    host: { stop: new AbortController().signal },
    journal: { isObserved: async () => ignoresSwitch },
    counterpart: isInConfig ? { name: 'sinch', provider } : null,
  } as unknown as RunContext;
}

function emergency(state: string, switchedOn: boolean | null = null): () => NumberState {
  return () => ({ emergency: { state, status: '', switchedOn } }) as NumberState;
}

const unreadable = (): never => {
  throw new ProviderError('out of order', { kind: 'refused', provider: 'sinch', operation: 'find' });
};

describe('a number that a migration takes off an account', () => {
  it.each([
    ['covered', emergency('covered'), {}],
    ['covered, with a switch that the account ignores', emergency('covered', false), { ignoresSwitch: true }],
    ['of another run', emergency('missing'), { checks: false }],
  ])('may go when the other account shows it as %s', async (_name, answer, how) => {
    expect(await refuseUncovered(contextWith(answer, how), operation)).toBeNull();
  });

  it.each([
    ['without an address', emergency('missing'), 'it says missing', {}],
    ['pending', emergency('pending'), 'it says pending', {}],
    ['switched off', emergency('covered', false), 'emergency calling is off', {}],
    ['not at all', () => null, 'not in that account', {}],
    ['with an error', unreadable, 'cannot be read: out of order', {}],
    ['and is not in the config', () => null, 'does not have this account', { isInConfig: false }],
  ])('keeps its address when the other account shows it %s', async (_name, answer, why, how) => {
    const outcome = await refuseUncovered(contextWith(answer, how), operation);
    expect(outcome).toMatchObject({ result: 'failed', errorCode: 'NOT_COVERED_ELSEWHERE' });
    expect(outcome?.errorMessage).toContain(why);
  });
});
