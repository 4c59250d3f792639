import type { GroupCommit } from '../engine/group-commit.ts';
import type { SqlRow } from '../engine/statement.ts';
import type { Journal } from '../journal.ts';
import type { CallRecord } from '../records.ts';
import { numberOf, textOf } from './columns.ts';

type KnownMethods =
  | 'knowAddress'
  | 'forget'
  | 'knowListed'
  | 'knownSoFar'
  | 'unshown'
  | 'knownAddresses'
  | 'addressesOfNumbersOnly'
  | 'knownHandle'
  | 'madeKnownAddress'
  | 'countKnown';

/** Known objects that are compared with a list at a time. */
const ROWS_AT_ONCE = 1_000;

const REPLACE_ADDRESS = 'ON CONFLICT (account_key, id) DO UPDATE SET key = excluded.key';
const REPLACE_NUMBER = 'ON CONFLICT (account_key, e164) DO UPDATE SET handle = excluded.handle';

const LISTED_ADDRESS =
  'SELECT 1 FROM stored_addresses s WHERE s.run_id = ? AND s.account = ? AND s.id = known_addresses.id';

/** What an account was last seen to hold, whichever run saw it: a list that lacks one of these is not believed unasked. */
export function knownObjectTable(commits: GroupCommit): Pick<Journal, KnownMethods> {
  const upsertAddress = commits.prepare(`
    INSERT INTO known_addresses (account_key, id, key) VALUES (?, ?, ?) ${REPLACE_ADDRESS}`);
  // What is known already is not written again: another run may be writing of the same account.
  const copyAddresses = commits.prepare(`
    INSERT INTO known_addresses (account_key, id, key)
    SELECT ?, id, key FROM stored_addresses s WHERE run_id = ? AND account = ? AND NOT EXISTS (
      SELECT 1 FROM known_addresses k WHERE k.account_key = ? AND k.id = s.id AND k.key = s.key)
    ORDER BY id ${REPLACE_ADDRESS}`);
  const copyNumbers = commits.prepare(`
    INSERT INTO known_numbers (account_key, e164, handle)
    SELECT ?, e164, body ->> 'handle' FROM number_states n
    WHERE run_id = ? AND account = ? AND body ->> 'handle' <> '' AND NOT EXISTS (
      SELECT 1 FROM known_numbers k WHERE k.account_key = ? AND k.e164 = n.e164 AND k.handle = n.body ->> 'handle')
    ORDER BY e164 ${REPLACE_NUMBER}`);
  const missingWithKey = commits.prepare(`
    SELECT id FROM known_addresses WHERE account_key = ? AND NOT EXISTS (${LISTED_ADDRESS}) AND key = ?
    ORDER BY rowid DESC LIMIT ?`);
  const onlyOfNumbers = commits.prepare(`
    SELECT DISTINCT address_id FROM number_states n WHERE n.run_id = ? AND n.account = ? AND n.address_id <> ''
    AND NOT EXISTS (SELECT 1 FROM stored_addresses s
      WHERE s.run_id = n.run_id AND s.account = n.account AND s.id = n.address_id)
    ORDER BY address_id LIMIT ?`);
  const handleOf = commits.prepare('SELECT handle FROM known_numbers WHERE account_key = ? AND e164 = ?');
  const drop = {
    addresses: commits.prepare('DELETE FROM known_addresses WHERE account_key = ? AND id = ?'),
    numbers: commits.prepare('DELETE FROM known_numbers WHERE account_key = ? AND e164 = ?'),
  };
  const newest = {
    addresses: commits.prepare(`
      SELECT rowid AS row, id, '' AS handle FROM known_addresses WHERE account_key = ? AND rowid < ?
      ORDER BY rowid DESC LIMIT ?`),
    numbers: commits.prepare(`
      SELECT rowid AS row, e164 AS id, handle FROM known_numbers WHERE account_key = ? AND rowid < ?
      ORDER BY rowid DESC LIMIT ?`),
  };
  const count = {
    addresses: commits.prepare('SELECT COUNT(*) AS total FROM known_addresses WHERE account_key = ?'),
    numbers: commits.prepare('SELECT COUNT(*) AS total FROM known_numbers WHERE account_key = ?'),
  };
  const last = {
    addresses: commits.prepare('SELECT COALESCE(MAX(rowid), 0) AS row FROM known_addresses'),
    numbers: commits.prepare('SELECT COALESCE(MAX(rowid), 0) AS row FROM known_numbers'),
  };
  const madeBy = commits.prepare(`
    SELECT 1 FROM calls JOIN known_addresses USING (account_key)
    WHERE run_id = ? AND state IN ('done', 'adopted') AND step ->> 'kind' = 'create-address'
    AND known_addresses.id = result ->> 'id' LIMIT 1`);
  return {
    madeKnownAddress: async (runId) => (await madeBy.get([runId])) !== null,
    knowAddress: (accountKey, id, key) => upsertAddress.queue([accountKey, id, key]),
    forget: async (accountKey, what, id) => void (await drop[what].run([accountKey, id])),
    knowListed: ({ accountKey, runId, account }) =>
      commits.together(async () => {
        await copyAddresses.run([accountKey, runId, account, accountKey]);
        await copyNumbers.run([accountKey, runId, account, accountKey]);
      }),
    knownSoFar: async (what) => numberOf((await last[what].get([])) ?? { row: 0 }, 'row'),
    unshown: async (accountKey, what, { shown, upTo }, limit) => {
      const missing: { id: string; handle: string }[] = [];
      for (let below = upTo + 1; missing.length < limit; ) {
        const rows: SqlRow[] = await newest[what].all([accountKey, below, ROWS_AT_ONCE]);
        const absent = rows.filter((row) => !shown.has(textOf(row, 'id')));
        missing.push(...absent.map((row) => ({ id: textOf(row, 'id'), handle: textOf(row, 'handle') })));
        const oldest = rows.at(-1);
        if (oldest === undefined || rows.length < ROWS_AT_ONCE) break;
        below = numberOf(oldest, 'row');
      }
      return missing.slice(0, limit);
    },
    knownAddresses: async ({ accountKey, runId, account }, key, limit) =>
      (await missingWithKey.all([accountKey, runId, account, key, limit])).map((row) => textOf(row, 'id')),
    addressesOfNumbersOnly: async ({ runId, account }, limit) =>
      (await onlyOfNumbers.all([runId, account, limit])).map((row) => textOf(row, 'address_id')),
    knownHandle: async (accountKey, phoneNumber) => {
      const row = await handleOf.get([accountKey, phoneNumber]);
      return row === null ? '' : textOf(row, 'handle');
    },
    countKnown: async (accountKey, what) => {
      const row = await count[what].get([accountKey]);
      return row === null ? 0 : numberOf(row, 'total');
    },
  };
}

/** Keeps what a call that was carried out says of its number's handle, in the same commit as the call's end. */
export function knownHandleKeeper(
  commits: GroupCommit,
): (call: Pick<CallRecord, 'accountKey' | 'state' | 'step' | 'result'>) => Promise<void> {
  const upsert = commits.prepare(
    `INSERT INTO known_numbers (account_key, e164, handle) VALUES (?, ?, ?) ${REPLACE_NUMBER}`,
  );
  const drop = commits.prepare('DELETE FROM known_numbers WHERE account_key = ? AND e164 = ?');
  return async ({ accountKey, state, step, result }) => {
    if ((state !== 'done' && state !== 'adopted') || !('phoneNumber' in step)) return;
    const handle = step.kind === 'release' ? '' : result?.handle;
    if (handle === '') await drop.queue([accountKey, step.phoneNumber]);
    else if (handle !== undefined) await upsert.queue([accountKey, step.phoneNumber, handle]);
  };
}
