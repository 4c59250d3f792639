import { expect, it } from 'vitest';
import { postgresError } from '../../../src/journal/postgres/postgres-errors.ts';

it.each([
  ['a database in words of TLS', '3D000', 'database "CERT" does not exist', 'JOURNAL_NO_DATABASE'],
  ['a role in words of TLS', '28000', 'role "UNABLE_TO_SIGN" does not exist', 'JOURNAL_LOGIN_REFUSED'],
  ['a certificate', 'SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate', 'JOURNAL_TLS'],
  ['a server without TLS', '', 'The server does not support SSL connections', 'JOURNAL_TLS'],
  ['a file that is not there', 'ENOENT', "ENOENT: no such file or directory, open 'ca.pem'", 'JOURNAL_TLS'],
  ['no server', 'ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432', 'JOURNAL_UNREACHABLE'],
])('%s is told from what only reads like it', (_what, code, message, expected) => {
  expect(postgresError('db', Object.assign(new Error(message), { code })).code).toBe(expected);
});
