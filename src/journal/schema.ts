import { JournalError } from '../errors/app-error.ts';
import type { Database } from './engine/driver.ts';
import { numberOf } from './tables/columns.ts';
import { GENERATION_TABLE, insertGeneration } from './tables/generation-table.ts';

/** Version of the tables below, kept in the file as `user_version`. Versions 1 to 5 were never released. */
const VERSION = 6;

const TABLES = `
CREATE TABLE runs (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL UNIQUE,
  command TEXT NOT NULL,
  sheet_name TEXT NOT NULL,
  sheet_sha256 TEXT NOT NULL,
  header TEXT NOT NULL,
  options TEXT NOT NULL,
  operator TEXT NOT NULL,
  out_dir TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  exit_code INTEGER,
  exit_reason TEXT NOT NULL,
  holder_pid INTEGER,
  holder_host TEXT,
  holder_birth TEXT,
  confirmed_at TEXT,
  undone_by TEXT
) STRICT;

CREATE TABLE run_accounts (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  account TEXT NOT NULL,
  account_key TEXT NOT NULL,
  PRIMARY KEY (run_id, account)
) STRICT;

CREATE TABLE made_plans (
  run_id TEXT NOT NULL PRIMARY KEY REFERENCES runs (run_id),
  digest TEXT NOT NULL
) STRICT;

CREATE TABLE used_plans (
  digest TEXT NOT NULL PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (run_id)
) STRICT;

CREATE TABLE sheet_rows (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  position INTEGER NOT NULL,
  line INTEGER NOT NULL,
  cells TEXT NOT NULL,
  request TEXT,
  problems TEXT NOT NULL,
  has_errors INTEGER NOT NULL,
  operation_id TEXT NOT NULL,
  result TEXT,
  outcome TEXT,
  PRIMARY KEY (run_id, position)
) STRICT;
CREATE INDEX rows_of_operation ON sheet_rows (run_id, operation_id, position) WHERE operation_id <> '';

CREATE TABLE operations (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  operation_id TEXT NOT NULL,
  account TEXT NOT NULL,
  subject TEXT NOT NULL,
  phone_number TEXT NOT NULL,
  phase TEXT NOT NULL,
  due_at_ms REAL,
  gap_opened_at TEXT,
  gap_closed_at TEXT,
  body TEXT NOT NULL,
  UNIQUE (run_id, operation_id)
) STRICT;
CREATE INDEX operations_in_order ON operations (run_id, seq);
CREATE INDEX operations_of_account ON operations (run_id, account, seq);
CREATE INDEX operations_to_take ON operations (run_id, account, phase, due_at_ms, seq);
CREATE INDEX operations_by_subject ON operations (run_id, account, subject, seq);
CREATE INDEX operations_with_gap ON operations (seq)
  WHERE gap_opened_at IS NOT NULL AND gap_closed_at IS NULL;

CREATE TABLE addresses (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  account TEXT NOT NULL,
  address_key TEXT NOT NULL,
  state TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (run_id, account, address_key)
) STRICT;
CREATE INDEX addresses_in_order ON addresses (run_id, account, seq);
CREATE INDEX addresses_by_state ON addresses (run_id, account, state, seq);

CREATE TABLE number_states (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  account TEXT NOT NULL,
  e164 TEXT NOT NULL,
  state TEXT NOT NULL,
  address_id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (run_id, account, e164)
) STRICT;
CREATE INDEX number_states_by_state ON number_states (run_id, account, state);
CREATE INDEX number_states_by_address ON number_states (run_id, account, address_id, e164) WHERE address_id <> '';

CREATE TABLE stored_addresses (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (run_id, account, id)
) STRICT;
CREATE INDEX stored_addresses_by_key ON stored_addresses (run_id, account, key, seq);

CREATE TABLE calls (
  call_id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  account TEXT NOT NULL,
  account_key TEXT NOT NULL,
  owner_kind TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  step TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  sent_at TEXT NOT NULL,
  state TEXT NOT NULL,
  result TEXT,
  finished_at TEXT,
  error TEXT
) STRICT;
CREATE INDEX calls_by_owner ON calls (run_id, owner_kind, owner_id, call_id);
CREATE INDEX calls_in_doubt ON calls (run_id, call_id) WHERE state IN ('intended', 'unknown');
CREATE INDEX calls_in_order ON calls (run_id, call_id);

CREATE TABLE corrections (
  account_key TEXT NOT NULL,
  address_key TEXT NOT NULL,
  corrected_key TEXT NOT NULL,
  PRIMARY KEY (account_key, address_key)
) STRICT;

CREATE TABLE account_observations (
  account_key TEXT NOT NULL,
  observation TEXT NOT NULL,
  observed_at TEXT NOT NULL,
  PRIMARY KEY (account_key, observation)
) STRICT;

CREATE TABLE compliance_exports (
  account_key TEXT NOT NULL PRIMARY KEY,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  finished_at TEXT NOT NULL
) STRICT;
`;

/**
 * What the accounts were last seen to hold, and what reviewers decided. Added when a file without them is opened: an older
 * program of the same version does not look at these tables.
 */
const LATER_TABLES = `
CREATE TABLE IF NOT EXISTS known_addresses (
  account_key TEXT NOT NULL,
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  UNIQUE (account_key, id)
) STRICT;
CREATE INDEX IF NOT EXISTS known_addresses_by_key ON known_addresses (account_key, key);

CREATE TABLE IF NOT EXISTS known_numbers (
  account_key TEXT NOT NULL,
  e164 TEXT NOT NULL,
  handle TEXT NOT NULL,
  UNIQUE (account_key, e164)
) STRICT;

CREATE TABLE IF NOT EXISTS decisions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  position INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS decisions_of_row ON decisions (run_id, position, seq);

CREATE TABLE IF NOT EXISTS settings_left (
  account_key TEXT NOT NULL,
  e164 TEXT NOT NULL,
  settings TEXT NOT NULL,
  UNIQUE (account_key, e164)
) STRICT;

CREATE TABLE IF NOT EXISTS run_parts (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  account TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (run_id, account)
) STRICT;
`;
const HAS_LATER_TABLES = "SELECT 1 FROM sqlite_schema WHERE name = 'run_parts'";

/**
 * Makes the tables of an empty file.
 * @throws JournalError (JOURNAL_NEWER, JOURNAL_OLDER) when another version of the program made the file; (JOURNAL_FOREIGN)
 * when it is not a journal.
 */
export function prepareSchema(database: Database, path: string): void {
  if (versionOf(database) === VERSION) {
    if (database.prepare(HAS_LATER_TABLES).get([]) === null) {
      database.transaction(() => database.exec(LATER_TABLES));
    }
    return;
  }
  // Read once more under the write lock: another process may be making the same tables.
  database.transaction(() => {
    const version = versionOf(database);
    if (version === VERSION) return;
    if (version !== 0) throw ofAnotherVersion(path, version);
    if (database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get([]) !== null) {
      throw new JournalError(`${path} is a database, but not a journal of e911.`, {
        code: 'JOURNAL_FOREIGN',
        hint: 'Name another folder with --state.',
      });
    }
    database.exec(TABLES);
    database.exec(LATER_TABLES);
    database.exec(GENERATION_TABLE);
    insertGeneration(database);
    database.exec(`PRAGMA user_version = ${VERSION}`);
  });
}

function ofAnotherVersion(path: string, version: number): JournalError {
  const formats = `its format is ${version}, this version reads ${VERSION}`;
  return version > VERSION
    ? new JournalError(`The journal ${path} was written by a newer version of e911 (${formats}).`, {
        code: 'JOURNAL_NEWER',
        hint: 'Update e911, or name another folder with --state.',
      })
    : new JournalError(`The journal ${path} was written by an older version of e911 (${formats}).`, {
        code: 'JOURNAL_OLDER',
        hint: 'Finish its runs with the version that wrote it, then name a new folder with --state.',
      });
}

function versionOf(database: Database): number {
  const row = database.prepare('PRAGMA user_version').get([]);
  return row === null ? 0 : numberOf(row, 'user_version');
}
