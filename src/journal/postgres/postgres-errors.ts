import { type AppError, GuardError, JournalError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import { systemCode } from '../../errors/system-code.ts';

/** Code and hint of an error, by the beginning of its SQLSTATE. Source: postgresql.org/docs/current/errcodes-appendix.html */
const KNOWN = [
  {
    states: ['28'],
    code: 'JOURNAL_LOGIN_REFUSED',
    hint: 'Check the user and the password of the state in the config or in --state.',
  },
  { states: ['3D000'], code: 'JOURNAL_NO_DATABASE', hint: 'Create the database first: createdb.' },
  {
    states: ['42501'],
    code: 'JOURNAL_NOT_ALLOWED',
    hint: 'An administrator grants the role: GRANT e911_worker TO your_login. Runs are deleted by the owner of the schema e911.',
  },
  {
    states: ['23'],
    code: 'JOURNAL_CONSTRAINT',
    hint: 'Internal error (this is a bug; please report it).',
  },
  {
    states: ['53100'],
    code: 'JOURNAL_FULL',
    hint: 'Free disk space on the server, then type `e911 resume`.',
  },
  { states: ['40', '55P03', '57014'], code: 'JOURNAL_BUSY', hint: 'Type `e911 resume` to continue.' },
  {
    states: ['08', '53', '57', '25P03', '25P02'],
    code: 'JOURNAL_UNREACHABLE',
    hint: 'Check that the server runs and can be reached, then type `e911 resume`.',
  },
] as const;

/** What the driver says without an SQLSTATE, by its sentence or its code. */
const SAID = [
  {
    words: /client password must be/,
    code: 'JOURNAL_LOGIN_REFUSED',
    hint: 'The server asks for a password: write it into the URL behind a reference (env:NAME or file:PATH), or into PGPASSWORD.',
  },
  {
    words: /does not support SSL/,
    code: 'JOURNAL_TLS',
    hint: 'Turn on TLS on the server. Only on a network that you trust, leave sslmode out of the URL.',
  },
  {
    words: /E[A-Z]+: .*, (?:open|read)\b/,
    code: 'JOURNAL_TLS',
    hint: 'Check the files that the URL names: sslrootcert, sslcert, sslkey.',
  },
  {
    words: /CERT|SELF_SIGNED|UNABLE_TO_/,
    code: 'JOURNAL_TLS',
    hint: 'Give the certificate of its authority in the URL: sslrootcert=FILE. sslmode=no-verify encrypts without checking who answers.',
  },
] as const;

/** An SQLSTATE has five characters; whatever else the driver throws means that the connection does not work. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** What `require_leases` raises; its message is the key of the account. */
const LEASE_LOST = 'L9110';

/**
 * What the driver threw, as an error of the journal, or of a lease that was lost.
 * @param name the place, without its password
 */
export function postgresError(name: string, cause: unknown): AppError {
  if (cause instanceof JournalError || cause instanceof GuardError) return cause;
  const code = systemCode(cause);
  if (code === LEASE_LOST && cause instanceof Error) {
    return commandError('leaseLost', { accountKey: cause.message });
  }
  const isOfServer = SQLSTATE.test(code) && !code.startsWith('E');
  const state = isOfServer ? code : '08000';
  // A sentence of the server may name a database or a role in any words.
  const said = isOfServer
    ? undefined
    : SAID.find(({ words }) => words.test(code) || words.test(String(cause)));
  const known = said ?? KNOWN.find(({ states }) => states.some((start) => state.startsWith(start)));
  return new JournalError(`The journal in PostgreSQL (${name}) cannot be used: ${reasonOf(cause, state)}.`, {
    code: known?.code ?? 'JOURNAL_FAILED',
    hint: known?.hint ?? 'Read the log of the server.',
    cause,
  });
}

/** The server's sentence names tables and columns; one about data (class 22) shows values, so only its code is told. */
function reasonOf(cause: unknown, state: string): string {
  if (state.startsWith('22')) return `error ${state} about a value`;
  // Several addresses of one host were tried: the sentences of all of them.
  const causes = cause instanceof AggregateError ? (cause.errors as unknown[]) : [cause];
  return causes.map((each) => (each instanceof Error ? each.message : String(each))).join('; ');
}
