import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { isReference, resolveReference } from '../config/secret-reference.ts';
import { readStateSetting } from '../config/state-setting.ts';
import { operatorName } from '../domain/operator.ts';
import { commandError } from '../errors/command-errors.ts';
import { isDatabaseUrl, roleOf, type StatePlace } from '../journal/state-place.ts';

const DEFAULT_STATE = 'e911-runs';
const STATE_VARIABLE = 'E911_STATE';

/** Where to look for what names the place of state. */
interface StateRequest {
  /** A folder, a URL, or a reference to one: `--state`, or `state` of the workspace settings. */
  readonly given: string | undefined;
  /** The config whose `state:` holds when neither `given` nor E911_STATE does; null for none, `undefined` for the usual place. */
  readonly config: string | null | undefined;
  /** With the variables of an `--env-file`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly onWarning: (message: string) => void;
}

/** A text that names the place, and where its relative paths start. */
interface Named {
  readonly by: string;
  readonly text: string;
  readonly folder: string;
}

/**
 * The place of the journal, read once at the border: what is given, else E911_STATE, else `state:` of the config, else the folder
 * e911-runs. Each may be a reference (`env:NAME`, `file:PATH`, `command:PROGRAM`), as a URL with a password should be.
 * @throws UsageError STATE_URL_INVALID, STATE_REFERENCE, STATE_LITERAL_PASSWORD, STATE_NOT_A_FOLDER; as `readStateSetting` does
 */
export async function placeOfState(request: StateRequest): Promise<StatePlace> {
  const { by, text, folder } = await namedState(request);
  const { cwd, environment, onWarning } = request;
  let value = text;
  if (isReference(text)) {
    const found = await resolveReference(by, text, { folder, environment, onWarning });
    if (!('value' in found)) throw commandError('stateReference', found);
    value = found.value;
  }
  const url = value.trim();
  if (isDatabaseUrl(url)) {
    requireUrl(by, url);
    return { kind: 'postgres', url, filesDir: path.resolve(cwd, DEFAULT_STATE) };
  }
  // A folder of this name would show the password that a mistyped URL holds.
  if (LIKE_A_URL.test(url)) throw commandError('stateUrlInvalid', { by });
  const stateDir = path.resolve(folder, value);
  requireFolder(by, stateDir);
  return { kind: 'folder', stateDir };
}

async function namedState({ given, config, environment, cwd }: StateRequest): Promise<Named> {
  if (given !== undefined) return { by: '--state', text: given, folder: cwd };
  const variable = environment[STATE_VARIABLE];
  if (variable) return { by: STATE_VARIABLE, text: variable, folder: cwd };
  const setting = config === null ? null : await readStateSetting(cwd, config);
  if (setting === null) return { by: 'default', text: DEFAULT_STATE, folder: cwd };
  return { by: 'state', ...setting };
}

/** A scheme of two letters or more (`C:/runs` is a folder), or the other form of libpq (`host=db password=...`). */
const LIKE_A_URL = /^(?:[a-z][a-z0-9+.-]+:)+(?:\/|.*@)|(?:^|\s)(?:host|dbname|user|password)=/i;
/** What the driver knows; it takes any other mode for `verify-full`. */
const TLS_MODES = new Set(['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full']);

function requireUrl(by: string, text: string): void {
  if (!URL.canParse(text)) throw commandError('stateUrlInvalid', { by });
  const { searchParams } = new URL(text);
  const mode = searchParams.get('sslmode');
  if (mode !== null && !TLS_MODES.has(mode)) throw commandError('stateUrlParameter', { by, name: 'sslmode' });
  const port = searchParams.get('port');
  const isPort = port === null || (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535);
  if (!isPort) throw commandError('stateUrlParameter', { by, name: 'port' });
}

/** A state folder may be missing; what is there, it or anything above it, has to be a folder. */
function requireFolder(by: string, stateDir: string): void {
  let at = stateDir;
  while (!existsSync(at) && path.dirname(at) !== at) at = path.dirname(at);
  if (!statSync(at).isDirectory()) throw commandError('stateNotAFolder', { by, at });
}

/** Who works with a place of state. @param login who the process belongs to */
export function operatorAt(
  place: StatePlace,
  environment: Readonly<Record<string, string | undefined>>,
  login: string,
): string {
  return operatorName({
    variable: environment['E911_OPERATOR'],
    role: roleOf(place) ?? (place.kind === 'postgres' ? environment['PGUSER'] : undefined),
    login,
  });
}
