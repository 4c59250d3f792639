import { guard, usage } from './error-kind.ts';

/** Runs that are handed over to workers, and what follows them. */
export const TEAM_ERRORS = {
  detachAccounts: guard<{ accounts: number; maxOpen: number }>(
    'DETACH_ACCOUNTS',
    ({ accounts, maxOpen }) =>
      `The run has ${accounts} accounts. Workers carry out each by itself, and --max-open ${maxOpen} lets only ${maxOpen} of them have a number without an address at once.`,
    ({ accounts }) => `Raise it with --max-open ${accounts}, or apply without --detach.`,
  ),
  teamNeedsDatabase: usage<{ what: string; state: string }>(
    'TEAM_NEEDS_DATABASE',
    ({ what, state }) => `${what} needs a state in PostgreSQL, and the state is the ${state}.`,
    () => 'Name the database with --state postgres://..., in E911_STATE, or with state: in the config.',
  ),
  followNone: usage(
    'RUN_NONE',
    () => 'There is no run to follow.',
    () => 'To hand one over to the workers, type: e911 apply SHEET --detach',
  ),
} as const;
