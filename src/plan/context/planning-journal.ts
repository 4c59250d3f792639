import type { Journal } from '../../journal/journal.ts';

/** So many answers of each kind are kept; the sheet of one site has a few places, and that of a whole country all of these. */
const MOST_KEPT = 10_000;

/** A number is asked about by a row or two that are near each other, and its address by those of one place. */
const MOST_NUMBERS = 500;

/**
 * The journal as one account is planned with it: what many rows ask alike (the addresses of a place, what was accepted for it, what
 * is known of the account) is read once. Only for as long as this process alone writes to the account, which its lock sees to; a
 * write of the plan itself is read again.
 */
export function planningJournal(journal: Journal): Journal {
  const addresses = kept(journal.address);
  const corrections = kept(journal.correction);
  const stored = kept(journal.storedAddressesByKey);
  const observed = kept(journal.isObserved);
  const numbers = kept(journal.numberState, MOST_NUMBERS);
  const users = kept(journal.numbersUsingAddress, MOST_NUMBERS);
  const byId = kept(journal.storedAddressById, MOST_NUMBERS);
  return {
    ...journal,
    address: addresses.read,
    saveAddress: async (runId, address) => {
      addresses.forget(runId, address.account, address.addressKey);
      await journal.saveAddress(runId, address);
    },
    correction: corrections.read,
    saveCorrection: async (accountKey, addressKey, correctedKey) => {
      corrections.forget(accountKey, addressKey);
      await journal.saveCorrection(accountKey, addressKey, correctedKey);
    },
    storedAddressesByKey: stored.read,
    saveStoredAddress: async (runId, account, key, address) => {
      // It may have had another key before.
      stored.forgetAll();
      byId.forget(runId, account, address.id);
      await journal.saveStoredAddress(runId, account, key, address);
    },
    numberState: numbers.read,
    numbersUsingAddress: users.read,
    storedAddressById: byId.read,
    saveNumberState: async (runId, account, state) => {
      numbers.forget(runId, account, state.phoneNumber);
      // It may have used another address before.
      users.forgetAll();
      await journal.saveNumberState(runId, account, state);
    },
    isObserved: observed.read,
    observe: async (accountKey, observation, observedAt) => {
      observed.forget(accountKey, observation);
      await journal.observe(accountKey, observation, observedAt);
    },
  };
}

interface Kept<Keys extends readonly string[], Value> {
  read(...keys: Keys): Promise<Value>;
  forget(...keys: Keys): void;
  forgetAll(): void;
}

function kept<Keys extends readonly string[], Value>(
  ask: (...keys: Keys) => Promise<Value>,
  most = MOST_KEPT,
): Kept<Keys, Value> {
  const answers = new Map<string, Promise<Value>>();
  return {
    read: (...keys) => {
      const key = JSON.stringify(keys);
      const known = answers.get(key);
      if (known !== undefined) return known;
      if (answers.size >= most) answers.clear();
      const answer = ask(...keys);
      answers.set(key, answer);
      return answer;
    },
    forget: (...keys) => void answers.delete(JSON.stringify(keys)),
    forgetAll: () => answers.clear(),
  };
}
