/*
 * The tables of version 1, as they were released; a later version is a further step in migrations.ts. Texts have the order of
 * their bytes, as in SQLite. JSON columns keep their text (json, not jsonb), so that what was written is what is read.
 */
const COLUMNS = `
CREATE DOMAIN words AS text COLLATE "C";

CREATE TABLE runs (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id words NOT NULL UNIQUE,
  command words NOT NULL,
  sheet_name words NOT NULL,
  sheet_sha256 words NOT NULL,
  header json NOT NULL,
  options json NOT NULL,
  operator words NOT NULL,
  out_dir words NOT NULL,
  started_at words NOT NULL,
  finished_at words,
  exit_code bigint,
  exit_reason words NOT NULL,
  holder_pid bigint,
  holder_host words,
  holder_birth words,
  confirmed_at words,
  undone_by words,
  written_by name NOT NULL DEFAULT session_user,
  written_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE run_accounts (
  run_id words NOT NULL REFERENCES runs (run_id),
  account words NOT NULL,
  account_key words NOT NULL,
  PRIMARY KEY (run_id, account)
);

CREATE TABLE made_plans (
  run_id words NOT NULL PRIMARY KEY REFERENCES runs (run_id),
  digest words NOT NULL
);

CREATE TABLE used_plans (
  digest words NOT NULL PRIMARY KEY,
  run_id words NOT NULL REFERENCES runs (run_id)
);
CREATE INDEX used_plans_of_run ON used_plans (run_id);

CREATE TABLE sheet_rows (
  run_id words NOT NULL REFERENCES runs (run_id),
  position bigint NOT NULL,
  line bigint NOT NULL,
  cells json NOT NULL,
  request json,
  problems json NOT NULL,
  has_errors bigint NOT NULL,
  operation_id words NOT NULL,
  result words,
  outcome json,
  PRIMARY KEY (run_id, position)
);
CREATE INDEX rows_of_operation ON sheet_rows (run_id, operation_id, position) WHERE operation_id <> '';

CREATE TABLE operations (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id words NOT NULL REFERENCES runs (run_id),
  operation_id words NOT NULL,
  account words NOT NULL,
  subject words NOT NULL,
  phone_number words NOT NULL,
  phase words NOT NULL,
  due_at_ms double precision,
  gap_opened_at words,
  gap_closed_at words,
  body json NOT NULL,
  UNIQUE (run_id, operation_id)
);
CREATE INDEX operations_in_order ON operations (run_id, seq);
CREATE INDEX operations_of_account ON operations (run_id, account, seq);
CREATE INDEX operations_to_take ON operations (run_id, account, phase, due_at_ms, seq);
CREATE INDEX operations_by_subject ON operations (run_id, account, subject, seq);
CREATE INDEX operations_with_gap ON operations (seq)
  WHERE gap_opened_at IS NOT NULL AND gap_closed_at IS NULL;

CREATE TABLE addresses (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id words NOT NULL REFERENCES runs (run_id),
  account words NOT NULL,
  address_key words NOT NULL,
  state words NOT NULL,
  body json NOT NULL,
  UNIQUE (run_id, account, address_key)
);
CREATE INDEX addresses_in_order ON addresses (run_id, account, seq);
CREATE INDEX addresses_by_state ON addresses (run_id, account, state, seq);

CREATE TABLE number_states (
  run_id words NOT NULL REFERENCES runs (run_id),
  account words NOT NULL,
  e164 words NOT NULL,
  state words NOT NULL,
  address_id words NOT NULL,
  body json NOT NULL,
  PRIMARY KEY (run_id, account, e164)
);
CREATE INDEX number_states_by_state ON number_states (run_id, account, state);
CREATE INDEX number_states_by_address ON number_states (run_id, account, address_id, e164) WHERE address_id <> '';

CREATE TABLE stored_addresses (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id words NOT NULL REFERENCES runs (run_id),
  account words NOT NULL,
  id words NOT NULL,
  key words NOT NULL,
  body json NOT NULL,
  UNIQUE (run_id, account, id)
);
CREATE INDEX stored_addresses_by_key ON stored_addresses (run_id, account, key, seq);

CREATE TABLE calls (
  call_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id words NOT NULL REFERENCES runs (run_id),
  account words NOT NULL,
  account_key words NOT NULL,
  owner_kind words NOT NULL,
  owner_id words NOT NULL,
  step json NOT NULL,
  attempt bigint NOT NULL,
  sent_at words NOT NULL,
  state words NOT NULL,
  result json,
  finished_at words,
  error words,
  fence bigint NOT NULL,
  written_by name NOT NULL,
  written_at timestamptz NOT NULL
);
CREATE INDEX calls_by_owner ON calls (run_id, owner_kind, owner_id, call_id);
CREATE INDEX calls_in_doubt ON calls (account_key, call_id) WHERE state IN ('intended', 'unknown');
CREATE INDEX calls_in_order ON calls (run_id, call_id);
CREATE INDEX calls_at_account ON calls (account_key) WHERE state IN ('done', 'adopted');

CREATE TABLE corrections (
  account_key words NOT NULL,
  address_key words NOT NULL,
  corrected_key words NOT NULL,
  PRIMARY KEY (account_key, address_key)
);

CREATE TABLE account_observations (
  account_key words NOT NULL,
  observation words NOT NULL,
  observed_at words NOT NULL,
  PRIMARY KEY (account_key, observation)
);

CREATE TABLE compliance_exports (
  account_key words NOT NULL PRIMARY KEY,
  path words NOT NULL,
  sha256 words NOT NULL,
  finished_at words NOT NULL
);

CREATE TABLE known_addresses (
  rowid bigint GENERATED ALWAYS AS IDENTITY,
  account_key words NOT NULL,
  id words NOT NULL,
  key words NOT NULL,
  PRIMARY KEY (account_key, id)
);
CREATE INDEX known_addresses_by_key ON known_addresses (account_key, key);
CREATE INDEX known_addresses_in_order ON known_addresses (account_key, rowid);
CREATE INDEX known_addresses_last ON known_addresses (rowid);

CREATE TABLE known_numbers (
  rowid bigint GENERATED ALWAYS AS IDENTITY,
  account_key words NOT NULL,
  e164 words NOT NULL,
  handle words NOT NULL,
  PRIMARY KEY (account_key, e164)
);
CREATE INDEX known_numbers_in_order ON known_numbers (account_key, rowid);
CREATE INDEX known_numbers_last ON known_numbers (rowid);

CREATE TABLE decisions (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id words NOT NULL REFERENCES runs (run_id),
  position bigint NOT NULL,
  body json NOT NULL,
  written_by name NOT NULL DEFAULT session_user,
  written_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX decisions_of_row ON decisions (run_id, position, seq);

CREATE TABLE run_parts (
  run_id words NOT NULL REFERENCES runs (run_id),
  account words NOT NULL,
  body json NOT NULL,
  PRIMARY KEY (run_id, account)
);

CREATE TABLE settings_left (
  account_key words NOT NULL,
  e164 words NOT NULL,
  settings json NOT NULL,
  PRIMARY KEY (account_key, e164)
);
`;

/** One writer per account: the row of an account stays when it is released, so that its fence never goes back. */
const LEASES = `
CREATE TABLE leases (
  account_key words NOT NULL PRIMARY KEY,
  fence bigint NOT NULL,
  holder words NOT NULL,
  operator words NOT NULL,
  host words NOT NULL,
  pid bigint NOT NULL,
  birth words NOT NULL,
  run_id words NOT NULL,
  since timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE FUNCTION require_lease() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = e911, pg_temp AS $$
BEGIN
  -- Another run takes the lease over only after this transaction has ended.
  SELECT fence INTO NEW.fence FROM leases
    WHERE account_key = NEW.account_key AND holder = current_setting('e911.holder', true) AND holder <> ''
      AND expires_at > clock_timestamp() FOR SHARE;
  IF NOT FOUND OR NEW.state <> 'intended' THEN
    RETURN NULL;
  END IF;
  NEW.written_by := session_user;
  NEW.written_at := clock_timestamp();
  RETURN NEW;
END $$;

-- Called before each commit: a process that was stopped past its leases writes nothing when it wakes.
CREATE FUNCTION require_leases(keys json) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = e911, pg_temp AS $$
DECLARE
  needed text;
BEGIN
  FOR needed IN SELECT value FROM json_array_elements_text(keys) AS value LOOP
    PERFORM 1 FROM leases WHERE account_key = needed AND holder = current_setting('e911.holder', true) AND holder <> ''
      AND expires_at > clock_timestamp() FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION USING ERRCODE = 'L9110', MESSAGE = needed;
    END IF;
  END LOOP;
END $$;
CREATE TRIGGER calls_need_a_lease BEFORE INSERT ON calls FOR EACH ROW EXECUTE FUNCTION require_lease();
`;

/** What was changed after it was written, by whom and when: no login of the program can write to it or delete from it. */
const CHANGES = `
CREATE TABLE changes (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  login name NOT NULL,
  what words NOT NULL,
  key words NOT NULL,
  action words NOT NULL,
  before json,
  after json
);
CREATE INDEX changes_of ON changes (what, key, seq);

CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = e911, pg_temp AS $$
DECLARE
  of_key text;
BEGIN
  EXECUTE format('SELECT ($1).%I::text', TG_ARGV[0]) INTO of_key USING CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  INSERT INTO changes (at, login, what, key, action, before, after) VALUES (
    clock_timestamp(), session_user, TG_TABLE_NAME, of_key, TG_OP,
    CASE WHEN TG_OP <> 'INSERT' THEN to_json(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_json(NEW) END);
  RETURN NULL;
END $$;

-- What was to be sent cannot be changed, so it need not be noted again with each outcome.
CREATE FUNCTION note_outcome() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = e911, pg_temp AS $$
BEGIN
  INSERT INTO changes (at, login, what, key, action, before, after) VALUES (
    clock_timestamp(), session_user, TG_TABLE_NAME, NEW.call_id::text, TG_OP,
    json_build_object('state', OLD.state, 'result', OLD.result, 'finished_at', OLD.finished_at, 'error', OLD.error),
    json_build_object('state', NEW.state, 'result', NEW.result, 'finished_at', NEW.finished_at, 'error', NEW.error));
  RETURN NULL;
END $$;

CREATE TRIGGER note_update AFTER UPDATE ON runs FOR EACH ROW
  WHEN (ROW (OLD.finished_at, OLD.exit_code, OLD.exit_reason, OLD.holder_pid, OLD.holder_host, OLD.confirmed_at, OLD.undone_by,
      OLD.operator, OLD.options::text)
    IS DISTINCT FROM ROW (NEW.finished_at, NEW.exit_code, NEW.exit_reason, NEW.holder_pid, NEW.holder_host, NEW.confirmed_at,
      NEW.undone_by, NEW.operator, NEW.options::text))
  EXECUTE FUNCTION note_change('run_id');
CREATE TRIGGER note_delete AFTER DELETE ON runs FOR EACH ROW EXECUTE FUNCTION note_change('run_id');
CREATE TRIGGER note_update AFTER UPDATE ON calls FOR EACH ROW EXECUTE FUNCTION note_outcome();
CREATE TRIGGER note_delete AFTER DELETE ON calls FOR EACH ROW EXECUTE FUNCTION note_change('call_id');
CREATE TRIGGER note_change AFTER UPDATE OR DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION note_change('run_id');
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON run_accounts FOR EACH ROW EXECUTE FUNCTION note_change('run_id');
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON made_plans FOR EACH ROW EXECUTE FUNCTION note_change('run_id');
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON used_plans FOR EACH ROW EXECUTE FUNCTION note_change('run_id');
CREATE TRIGGER note_insert AFTER INSERT ON leases FOR EACH ROW EXECUTE FUNCTION note_change('account_key');
CREATE TRIGGER note_update AFTER UPDATE ON leases FOR EACH ROW
  WHEN (OLD.holder IS DISTINCT FROM NEW.holder) EXECUTE FUNCTION note_change('account_key');
`;

export const VERSION_1 = `${COLUMNS}${LEASES}${CHANGES}`;
