import { type CommandErrorKind, usage } from './error-kind.ts';

interface OfJournal {
  readonly path: string;
  readonly stateDir: string;
}

/** What to type when the journal cannot be used: nothing is said to be covered until a new one was built. */
const recover = ({ stateDir }: OfJournal): string =>
  `Restore the state folder from a backup, or build a new journal from the result files and the live state: e911 recover --state ${stateDir}`;

/** A journal that is not the one that was written last: nothing was sent. */
export const JOURNAL_ERRORS = {
  journalLost: {
    kind: 'journal',
    code: 'JOURNAL_LOST',
    message: ({ path }) =>
      `The journal ${path} is missing or empty, but journal.seal shows that it had runs.`,
    hint: recover,
  } satisfies CommandErrorKind<OfJournal>,
  journalBehind: {
    kind: 'journal',
    code: 'JOURNAL_BEHIND',
    message: ({ path, lost }) =>
      `The journal ${path} has lost its last ${lost === 1 ? 'commit' : `${lost} commits`}: its file ${path}-wal was deleted, or it is an older copy.`,
    hint: recover,
  } satisfies CommandErrorKind<OfJournal & { lost: number }>,
  journalMixed: {
    kind: 'journal',
    code: 'JOURNAL_MIXED',
    message: ({ path }) => `The journal ${path} and the files beside it are not of the same generation.`,
    hint: recover,
  } satisfies CommandErrorKind<OfJournal>,
  journalNewerSchema: {
    kind: 'journal',
    code: 'JOURNAL_NEWER',
    message: ({ name, version, reads }) =>
      `The journal in PostgreSQL (${name}) was written by a newer version of e911 (its schema is ${version}, this version reads ${reads}).`,
    hint: () => 'Update e911, or name another place with --state.',
  } satisfies CommandErrorKind<{ name: string; version: number; reads: number }>,
  leaseLost: {
    kind: 'guard',
    code: 'LEASE_LOST',
    message: ({ accountKey }) =>
      `The lock of ${accountKey.startsWith('run ') ? accountKey : `the account ${accountKey}`} ran out: this process was stopped, or did not reach the database in time. No change was sent or recorded since.`,
    hint: () => 'Type e911 resume to continue once no other run holds the account.',
  } satisfies CommandErrorKind<{ accountKey: string }>,
  journalUnreadable: {
    kind: 'journal',
    code: 'JOURNAL_UNREADABLE',
    message: ({ path, reason }) => `The journal ${path} is damaged (${reason}).`,
    hint: recover,
  } satisfies CommandErrorKind<OfJournal & { reason: string }>,
  journalEmpty: {
    kind: 'usage',
    code: 'STATE_EMPTY',
    message: ({ path, runs }) =>
      `The journal ${path} is empty, but its folder holds the files of ${runs === 1 ? '1 run' : `${runs} runs`}: what they left open is not known.`,
    hint: recover,
  } satisfies CommandErrorKind<OfJournal & { runs: number }>,
  notARun: usage<{ what: string; meant: string }>(
    'RUN_UNKNOWN',
    ({ what, meant }) => `${JSON.stringify(what)} is not the ID of a run.${meant}`,
    () => 'To list the runs, type: e911 runs. For runs of another state folder or database, add --state.',
  ),
} as const;
