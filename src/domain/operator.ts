import { oneLine } from './one-line.ts';

const MAX_CHARS = 100;

/**
 * Who does work, for the record of runs, approvals, and locks: E911_OPERATOR, else the role of a database, else the login name.
 */
export function operatorName(given: {
  readonly variable: string | undefined;
  readonly role: string | undefined;
  readonly login: string;
}): string {
  const named = oneLine(given.variable ?? '').replace(/\p{Cc}/gu, '');
  return (named || given.role || given.login).slice(0, MAX_CHARS);
}
