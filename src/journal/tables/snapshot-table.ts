import type { StoredAddress } from '../../providers/contract.ts';
import type { GroupCommit } from '../engine/group-commit.ts';
import type { Journal } from '../journal.ts';
import { inBatches, jsonOf, numberOf, textOf, toJson } from './columns.ts';

type SnapshotMethods =
  | 'saveNumberState'
  | 'numberState'
  | 'saveStoredAddress'
  | 'storedAddressById'
  | 'storedAddressesByKey'
  | 'storedAddresses'
  | 'countCovered'
  | 'numbersUsingAddress'
  | 'numberStates';

/** What the providers had when the plans were made. Saving the same number or address again replaces it. */
export function snapshotTable(commits: GroupCommit): Pick<Journal, SnapshotMethods> {
  const upsertNumber = commits.prepare(`
    INSERT INTO number_states (run_id, account, e164, state, address_id, body) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (run_id, account, e164) DO UPDATE SET state = excluded.state, address_id = excluded.address_id,
      body = excluded.body`);
  const oneNumber = commits.prepare(
    'SELECT body FROM number_states WHERE run_id = ? AND account = ? AND e164 = ?',
  );
  const covered = commits.prepare(
    "SELECT COUNT(*) AS total FROM number_states WHERE run_id = ? AND account = ? AND state = 'covered'",
  );
  const usingAddress = commits.prepare(`
    SELECT e164 FROM number_states WHERE run_id = ? AND account = ? AND address_id = ? AND address_id <> ''
    ORDER BY e164`);
  const allNumbers = commits.prepare(
    'SELECT body FROM number_states WHERE run_id = ? AND account = ? ORDER BY e164',
  );
  const upsertAddress = commits.prepare(`
    INSERT INTO stored_addresses (run_id, account, id, key, body) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (run_id, account, id) DO UPDATE SET key = excluded.key, body = excluded.body`);
  const oneAddress = commits.prepare(
    'SELECT body FROM stored_addresses WHERE run_id = ? AND account = ? AND id = ?',
  );
  const byKey = commits.prepare(
    'SELECT body FROM stored_addresses WHERE run_id = ? AND account = ? AND key = ? ORDER BY seq',
  );
  const everyAddress = commits.prepare(
    'SELECT seq, body FROM stored_addresses WHERE run_id = ? AND account = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  return {
    saveNumberState: async (runId, account, state) => {
      const { emergency, phoneNumber } = state;
      await upsertNumber.queue([
        runId,
        account,
        phoneNumber,
        emergency.state,
        emergency.addressId,
        toJson(state),
      ]);
    },
    numberState: async (runId, account, phoneNumber) => {
      const row = await oneNumber.get([runId, account, phoneNumber]);
      return row === null ? null : jsonOf(row, 'body');
    },
    saveStoredAddress: async (runId, account, key, stored) => {
      await upsertAddress.queue([runId, account, stored.id, key, toJson(stored)]);
    },
    storedAddressById: async (runId, account, id) => {
      const row = await oneAddress.get([runId, account, id]);
      return row === null ? null : jsonOf(row, 'body');
    },
    storedAddressesByKey: async (runId, account, key) =>
      (await byKey.all([runId, account, key])).map((row) => jsonOf(row, 'body')),
    storedAddresses: (runId, account) =>
      inBatches<StoredAddress>(everyAddress, [runId, account], 'seq', (row) => jsonOf(row, 'body')),
    countCovered: async (runId, account) => {
      const row = await covered.get([runId, account]);
      return row === null ? 0 : numberOf(row, 'total');
    },
    numbersUsingAddress: async (runId, account, addressId) =>
      (await usingAddress.all([runId, account, addressId])).map((row) => textOf(row, 'e164')),
    numberStates: async (runId, account) =>
      (await allNumbers.all([runId, account])).map((row) => jsonOf(row, 'body')),
  };
}
