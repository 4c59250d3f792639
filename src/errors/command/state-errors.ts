import { usage } from './error-kind.ts';

interface OfState {
  /** A place of state in a sentence: `state folder /srv/e911-runs`. */
  readonly state: string;
}

/** Where the journal is: the place that was named, and what is there. */
export const STATE_ERRORS = {
  stateMissing: usage<OfState>(
    'STATE_MISSING',
    ({ state }) => `The ${state} has no journal, so nothing is known about its runs.`,
    () => 'Give the state folder of your runs with --state DIR. If its journal was lost, type: e911 recover',
  ),
  recoverDatabase: usage<OfState>(
    'RECOVER_DATABASE',
    ({ state }) =>
      `recover builds the journal of a state folder from its files, and ${state} is not a folder.`,
    () =>
      'Restore the database from a backup. To see what was done since, apply the sheets again: what is covered already is found.',
  ),
  /** `by`: where the place is named: an option, a variable, or a setting. */
  stateUrlInvalid: usage<{ by: string }>(
    'STATE_URL_INVALID',
    ({ by }) =>
      `${by} does not name a place of state: it is neither a folder nor a URL of PostgreSQL that can be read.`,
    () =>
      'Write it as postgres://USER@HOST:5432/DATABASE. Characters such as @, :, and / in a password are percent-encoded (%40, %3A, %2F).',
  ),
  stateUrlParameter: usage<{ by: string; name: string }>(
    'STATE_URL_INVALID',
    ({ by, name }) => `The ${name} in the URL of ${by} cannot be used.`,
    ({ name }) =>
      name === 'port'
        ? 'A port is a number from 1 to 65535.'
        : 'sslmode is disable, no-verify, or verify-full; prefer, require, and verify-ca mean verify-full.',
  ),
  stateNotAFolder: usage<{ by: string; at: string }>(
    'STATE_NOT_A_FOLDER',
    ({ by, at }) =>
      `${by === 'default' || by === 'state' ? 'The state' : by} needs a folder, and ${at} is a file.`,
    () => 'Name a folder with --state DIR. One that does not exist is made.',
  ),
  stateReference: usage<{ where: string; message: string; hint: string }>(
    'STATE_REFERENCE',
    ({ where, message }) => `${where} ${message}`,
    ({ hint }) => hint || 'Write a folder, a URL, env:NAME, or file:PATH.',
  ),
  stateUnreadable: usage<{ stateDir: string; reason: string }>(
    'STATE_UNREADABLE',
    ({ stateDir, reason }) => `Cannot read the state folder ${stateDir} (${reason}).`,
    () => 'Check who owns it, or give another folder with --state DIR.',
  ),
} as const;
