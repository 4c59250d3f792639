import { describe, expect, it } from 'vitest';
import { readNumber } from '../../src/plan/lists/read-number.ts';
import type { NumberState, ProviderAccount } from '../../src/providers/contract.ts';
import { numberState, phoneNumberOf } from '../journal/records.ts';
import { fakeAccount, fakeRun } from '../run/fake-run.ts';

const PHONE = phoneNumberOf(1);
const CALL = { signal: new AbortController().signal, priority: 'read' } as const;

/** Reads a number whose list answers as given, the last answer from then on, and whose other witness says `shown`. */
async function reading(answers: readonly (NumberState | null)[], shown: boolean) {
  let lists = 0;
  let asked = 0;
  const calls: Partial<ProviderAccount> = {
    findNumber: async () => answers[Math.min(lists++, answers.length - 1)] ?? null,
    showsNumber: async () => {
      asked += 1;
      return shown;
    },
  };
  const account = fakeAccount(calls);
  const { context } = await fakeRun(account);
  const read = (): Promise<NumberState | null> => readNumber(context, account, { phoneNumber: PHONE }, CALL);
  return { read, counts: () => ({ lists, asked }) };
}

describe('a number that a list does not show', () => {
  it('costs no second call when it is shown', async () => {
    const { read, counts } = await reading([numberState(1)], true);
    expect((await read())?.phoneNumber).toBe(PHONE);
    expect(counts()).toEqual({ lists: 1, asked: 0 });
  });

  it('is absent when the list says so twice and nothing else shows it', async () => {
    const { read, counts } = await reading([null], false);
    expect(await read()).toBeNull();
    expect(counts()).toEqual({ lists: 2, asked: 2 });
  });

  it('is there when the list lied once', async () => {
    const { read } = await reading([null, numberState(1)], false);
    expect((await read())?.phoneNumber).toBe(PHONE);
  });

  it('is shown when the list has several objects for it, which have no handle in common', async () => {
    const several = { ...numberState(1), handle: '', ambiguous: 'It has 2 endpoints.' };
    const { read, counts } = await reading([several], true);
    expect(await read()).toEqual(several);
    expect(counts()).toEqual({ lists: 1, asked: 0 });
  });

  it('stops its account when the provider shows it another way and the list goes on to hide it', async () => {
    const { read, counts } = await reading([null], true);
    await expect(read()).rejects.toMatchObject({ code: 'PROVIDER_LIST_INCOMPLETE' });
    expect(counts().lists).toBe(4);
  });
});
