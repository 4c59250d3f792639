/**
 * What logins that run the program may do, after the migration: the role e911_worker reads everything, adds to the history and
 * completes it, and deletes nothing of it. A column of a record that says what was done, by whom and when cannot be updated.
 */
const GRANTS = `
GRANT USAGE ON SCHEMA e911 TO e911_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA e911 TO e911_worker;
GRANT INSERT ON runs, run_accounts, made_plans, used_plans, calls, decisions, leases TO e911_worker;
GRANT UPDATE (finished_at, exit_code, exit_reason, holder_pid, holder_host, holder_birth, confirmed_at, undone_by)
  ON runs TO e911_worker;
GRANT UPDATE (account_key) ON run_accounts TO e911_worker;
GRANT UPDATE (digest) ON made_plans TO e911_worker;
GRANT UPDATE (run_id) ON used_plans TO e911_worker;
GRANT UPDATE (state, result, finished_at, error) ON calls TO e911_worker;
GRANT UPDATE (fence, holder, operator, host, pid, birth, run_id, since, expires_at) ON leases TO e911_worker;
GRANT INSERT, UPDATE, DELETE ON sheet_rows, operations, addresses, number_states, stored_addresses, known_addresses,
  known_numbers, settings_left, run_parts TO e911_worker;
GRANT INSERT, UPDATE ON corrections, account_observations, compliance_exports TO e911_worker;
`;

/** The same where the role exists or can be made; a login that may not make roles leaves it to an administrator. */
export const WORKER_ROLE = `
DO $do$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'e911_worker') THEN
    CREATE ROLE e911_worker NOLOGIN;
  END IF;
EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
  RAISE NOTICE 'the role e911_worker was not made';
END $do$;
DO $do$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'e911_worker') THEN
    EXECUTE $grants$${GRANTS}$grants$;
  END IF;
END $do$;
`;
