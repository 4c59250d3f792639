import { describe, expect, it } from 'vitest';
import { readState } from '../../src/plan/read-state.ts';
import type { ProviderAccount } from '../../src/providers/contract.ts';
import { askWithAnyNumber, createOwnNumbers } from '../../src/run/addresses/ask-with-any-number.ts';
import { all } from '../journal/all.ts';
import { addressRecord, numberState, operationRecord, phoneNumberOf } from '../journal/records.ts';
import { failure, fakeAccount, fakeRun, RUN } from './fake-run.ts';

const CAPABILITIES = {
  addressModel: 'inside-number',
  addressCheckNeedsNumber: true,
  limits: { requestsPerSecond: 10, burst: 1, concurrency: 1, source: '' },
} as Partial<ProviderAccount['capabilities']> as ProviderAccount['capabilities'];

const fresh = (index: number) => operationRecord(index, { before: null, beforeAddress: null });

describe('a number that the provider refuses', () => {
  it('fails its own row while the state is read, and no other', async () => {
    const account = fakeAccount({
      capabilities: CAPABILITIES,
      findNumber: async (phoneNumber) => {
        if (phoneNumber === phoneNumberOf(1)) throw failure('refused');
        return numberState(2);
      },
    });
    const { context, journal } = await fakeRun(account);
    await journal.addOperation(RUN, fresh(1));
    await journal.addOperation(RUN, fresh(2));
    await readState(context, account);
    const [first, second] = await all(journal.operations(RUN));
    expect(first?.outcome).toMatchObject({ result: 'failed', stage: 'read', errorCode: 'PROVIDER_REFUSED' });
    expect(second).toMatchObject({ phase: 'ready', outcome: null });
    expect(await journal.numberState(RUN, 'hq', phoneNumberOf(2))).not.toBeNull();
  });

  it.each(['unknown', 'credentials', 'not-sent'] as const)(
    'stops the account when it is %s',
    async (kind) => {
      const account = fakeAccount({
        capabilities: CAPABILITIES,
        findNumber: async () => {
          throw failure(kind);
        },
      });
      const { context, journal } = await fakeRun(account);
      await journal.addOperation(RUN, fresh(1));
      await expect(readState(context, account)).rejects.toMatchObject({ kind });
    },
  );

  it('fails its own row while its address is checked, and the next number asks', async () => {
    const account = fakeAccount({
      capabilities: CAPABILITIES,
      checkAddress: async (_content, phoneNumber) => {
        if (phoneNumber !== phoneNumberOf(3)) throw failure('refused');
        return { kind: 'exact' };
      },
    });
    const { context, journal } = await fakeRun(account);
    for (const index of [1, 2, 3]) await journal.addOperation(RUN, fresh(index));
    const call = { signal: new AbortController().signal, priority: 'read' } as const;
    const asking = { call, ownNumbers: createOwnNumbers(account, call) };
    expect(await askWithAnyNumber(context, account, addressRecord('key-1'), asking)).toEqual({
      kind: 'exact',
    });
    const results = (await all(journal.operations(RUN))).map(({ outcome }) => outcome?.result ?? null);
    expect(results).toEqual(['failed', 'failed', null]);
  });

  it('refuses the address when no number can ask', async () => {
    const account = fakeAccount({
      capabilities: CAPABILITIES,
      checkAddress: async () => {
        throw failure('refused');
      },
    });
    const { context, journal } = await fakeRun(account);
    for (const index of [1, 2]) await journal.addOperation(RUN, fresh(index));
    const call = { signal: new AbortController().signal, priority: 'read' } as const;
    const asking = { call, ownNumbers: createOwnNumbers(account, call) };
    const asked = askWithAnyNumber(context, account, addressRecord('key-1'), asking);
    await expect(asked).rejects.toMatchObject({ kind: 'refused' });
  });
});
