import { describe, expect, it } from 'vitest';
import { allAddresses } from '../../src/plan/lists/whole-list.ts';
import type { ProviderAccount } from '../../src/providers/contract.ts';
import { fakeAccount, fakeRun } from '../run/fake-run.ts';

const CALL = { signal: new AbortController().signal, priority: 'read' } as const;

/** Reads an empty list of an account that was known to hold `before`, and comes to hold `during` while it is read. */
async function reading({ before, during }: { readonly before: string[]; readonly during: string[] }) {
  const asked: string[] = [];
  let know = async (_: string): Promise<void> => undefined;
  const calls: Partial<ProviderAccount> = {
    async *listAddresses() {
      for (const id of during) await know(id);
      yield { items: [], total: null };
    },
    findAddress: async (id) => {
      asked.push(id);
      return null;
    },
  };
  const account = fakeAccount(calls);
  const { context } = await fakeRun(account);
  const { journal } = context;
  know = (id) => journal.knowAddress(account.provider.accountKey, id, 'key');
  for (const id of before) await know(id);
  for await (const _ of allAddresses(journal, account, CALL));
  return asked;
}

describe('a list that lacks what the account is known to hold', () => {
  it('is asked for each of it', async () => {
    expect(await reading({ before: ['AD1', 'AD2'], during: [] })).toEqual(['AD2', 'AD1']);
  });

  it('is not held to what was made while it was read', async () => {
    expect(await reading({ before: ['AD1'], during: ['AD2', 'AD3'] })).toEqual(['AD1']);
  });
});
