import { JournalError } from '../errors/app-error.ts';
import { numberOf } from './columns.ts';
import type { Database } from './driver.ts';

/** Version of the tables below, kept in the file as `user_version`. A change of the tables is one more entry. */
const MIGRATIONS: readonly string[] = [
  `
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
  exit_reason TEXT NOT NULL
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
  owner TEXT NOT NULL,
  step TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  sent_at TEXT NOT NULL,
  state TEXT NOT NULL,
  result TEXT,
  finished_at TEXT,
  error TEXT
) STRICT;
CREATE INDEX calls_by_owner ON calls (run_id, owner, call_id);
CREATE INDEX calls_in_doubt ON calls (run_id, call_id) WHERE state = 'intended';

CREATE TABLE corrections (
  account_key TEXT NOT NULL,
  address_key TEXT NOT NULL,
  corrected_key TEXT NOT NULL,
  PRIMARY KEY (account_key, address_key)
) STRICT;

CREATE TABLE facts (
  account_key TEXT NOT NULL,
  fact TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account_key, fact)
) STRICT;
`,
  // A run that goes on looks again at calls that could not be settled, and reads all its calls in order.
  `
DROP INDEX calls_in_doubt;
CREATE INDEX calls_in_doubt ON calls (run_id, call_id) WHERE state IN ('intended', 'unknown');
CREATE INDEX calls_in_order ON calls (run_id, call_id);
`,
];

/**
 * Makes the tables of an empty file, or brings those of an older version up to this one.
 * @throws JournalError (JOURNAL_NEWER) when a newer program made the file; (JOURNAL_FOREIGN) when it is no journal.
 */
export function prepareSchema(database: Database, path: string): void {
  if (versionOf(database) === MIGRATIONS.length) return;
  // Read once more under the write lock: another process may be making the same tables.
  database.transaction(() => {
    const version = versionOf(database);
    if (version > MIGRATIONS.length) {
      throw new JournalError(
        `The journal ${path} was written by a newer version of e911 (its format is ${version}, this version knows ${MIGRATIONS.length}).`,
        { code: 'JOURNAL_NEWER', hint: 'Update e911, or name another folder with --state.' },
      );
    }
    if (version === 0 && database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get([]) !== null) {
      throw new JournalError(`${path} is a database, but not a journal of e911.`, {
        code: 'JOURNAL_FOREIGN',
        hint: 'Name another folder with --state.',
      });
    }
    for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

function versionOf(database: Database): number {
  const row = database.prepare('PRAGMA user_version').get([]);
  return row === null ? 0 : numberOf(row, 'user_version');
}
