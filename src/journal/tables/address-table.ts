import type { GroupCommit } from '../engine/group-commit.ts';
import type { SqlRow } from '../engine/statement.ts';
import type { Journal } from '../journal.ts';
import type { AddressRecord } from '../records.ts';
import { inBatches, jsonOf, toJson } from './columns.ts';

/** The distinct places of the runs, in the order in which they were first saved. */
export function addressTable(commits: GroupCommit): Pick<Journal, 'saveAddress' | 'address' | 'addresses'> {
  const upsert = commits.prepare(`
    INSERT INTO addresses (run_id, account, address_key, state, body) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (run_id, account, address_key) DO UPDATE SET state = excluded.state, body = excluded.body`);
  const one = commits.prepare('SELECT * FROM addresses WHERE run_id = ? AND account = ? AND address_key = ?');
  const inOrder = commits.prepare(
    'SELECT * FROM addresses WHERE run_id = ? AND account = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  const inState = commits.prepare(
    'SELECT * FROM addresses WHERE run_id = ? AND account = ? AND state = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  return {
    saveAddress: async (runId, address) => {
      await upsert.queue([runId, address.account, address.addressKey, address.state, toJson(address)]);
    },
    address: async (runId, account, addressKey) => {
      const row = await one.get([runId, account, addressKey]);
      return row === null ? null : readAddress(row);
    },
    addresses: (runId, account, state) =>
      state === undefined
        ? inBatches(inOrder, [runId, account], 'seq', readAddress)
        : inBatches(inState, [runId, account, state], 'seq', readAddress),
  };
}

function readAddress(row: SqlRow): AddressRecord {
  return jsonOf(row, 'body');
}
