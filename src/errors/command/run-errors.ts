import { type CommandErrorKind, guard, usage } from './error-kind.ts';

interface OfRun {
  readonly runId: string;
}

interface OfState {
  /** A place of state in a sentence: `state folder /srv/e911-runs`. */
  readonly state: string;
}

const SAME_CONFIG = 'Give the config file that the run was started with: --config FILE';
const NEW_PLAN = 'Change the sheet instead and make a new plan: e911 plan SHEET';

/** Runs, plans, the state folder, and what must be confirmed. */
export const RUN_ERRORS = {
  noAccount: usage<{ configName: string }>(
    'CONFIG_NO_ACCOUNT',
    () => 'No account is configured.',
    ({ configName }) => `To write ${configName}, type: e911 init. To try without an account, add --sandbox.`,
  ),
  accountUnknown: usage<{ account: string; meant: string; names: string }>(
    'ACCOUNT_UNKNOWN',
    ({ account, meant }) => `--account ${JSON.stringify(account)} is not in the config.${meant}`,
    ({ names }) => `Accounts: ${names}.`,
  ),
  accountOfRunMissing: usage<OfRun & { missing: readonly string[] }>(
    'ACCOUNT_UNKNOWN',
    ({ runId, missing }) =>
      missing.length === 1
        ? `Run ${runId} needs the account ${missing.join()}, which is not in the config.`
        : `Run ${runId} needs the accounts ${missing.join(', ')}, which are not in the config.`,
    () => SAME_CONFIG,
  ),
  accountMoved: guard<{ account: string }>(
    'ACCOUNT_MOVED',
    ({ account }) => `The account ${account} is not the provider account that the run was started with.`,
    () => SAME_CONFIG,
  ),
  migrationAccountUnknown: usage<{ account: string; meant: string; names: string }>(
    'ACCOUNT_UNKNOWN',
    ({ account, meant }) => `The account ${JSON.stringify(account)} is not in the config.${meant}`,
    ({ names }) => `Accounts: ${names}. Type: e911 migrate OLD-ACCOUNT NEW-ACCOUNT`,
  ),
  migrationSameAccount: usage<{ first: string; second: string }>(
    'MIGRATION_SAME_ACCOUNT',
    ({ first, second }) =>
      first === second
        ? `A migration from ${first} to itself would remove what it has written.`
        : `${first} and ${second} are the same account of the provider, so a migration would remove what it has written.`,
    () => 'Give two accounts: e911 migrate OLD-ACCOUNT NEW-ACCOUNT',
  ),
  migrationUndoPart: usage<{ option: string; runId: string }>(
    'MIGRATION_UNDO_WHOLE',
    ({ option, runId }) => `Migration ${runId} is undone as a whole, so ${option} cannot be used with it.`,
    () => 'To undo some rows, give the ID of one of its runs; to list them, type: e911 runs',
  ),
  configUnreadable: usage<{ path: string; problem: string }>(
    'CONFIG_UNREADABLE',
    ({ path, problem }) => `The config ${path} ${problem}.`,
    () => 'Check the path given with --config and that you may read the file.',
  ),
  configNotFound: usage<{ path: string; problem: string }>(
    'CONFIG_NOT_FOUND',
    ({ path, problem }) => `The config ${path} ${problem}.`,
    () => 'Check the path given with --config, or write a config: e911 init',
  ),
  tlsCheckOff: usage(
    'CONFIG_TLS_CHECK_OFF',
    () =>
      'NODE_TLS_REJECT_UNAUTHORIZED=0 turns off TLS certificate checks, so anyone could receive the credentials.',
    () => 'Unset NODE_TLS_REJECT_UNAUTHORIZED. For a private certificate authority, set NODE_EXTRA_CA_CERTS.',
  ),
  envFileUnreadable: usage<{ path: string; problem: string }>(
    'ENV_FILE_UNREADABLE',
    ({ path, problem }) => `The file ${path} given with --env-file ${problem}.`,
    () => 'Check the path given with --env-file. The file has one NAME=value on each line.',
  ),
  dialectUnfit: usage<{ account: string; dialect: string }>(
    'CONFIG_DIALECT',
    ({ account, dialect }) => `The settings of the account ${account} do not fit dialect ${dialect}.`,
    () => 'Compare api_version and dialect of the account.',
  ),
  runUnknown: usage<OfRun & { meant: string }>(
    'RUN_UNKNOWN',
    ({ runId, meant }) => `The journal has no run ${JSON.stringify(runId)}.${meant}`,
    () => 'To list the runs, type: e911 runs. For runs of another state folder or database, add --state.',
  ),
  runNone: usage<OfState>(
    'RUN_NONE',
    ({ state }) => `The ${state} has no run that changed something.`,
    () => 'To list the runs, type: e911 runs. For runs of another state folder or database, add --state.',
  ),
  runRecovered: usage<OfRun>(
    'RUN_RECOVERED',
    ({ runId }) =>
      `Run ${runId} was rebuilt by e911 recover: the journal does not know what was there before it, so it cannot be undone.`,
    () => 'The column address_before of its results.csv shows the former addresses: apply a sheet with them.',
  ),
  runChangedNothing: usage<OfRun & { command: string }>(
    'RUN_CHANGED_NOTHING',
    ({ runId, command }) =>
      `Run ${runId} was ${/^[aeiou]/.test(command) ? 'an' : 'a'} ${command}, which changes nothing.`,
    () => 'To find the runs of apply and undo, type: e911 runs',
  ),
  runKeepsNoFiles: usage<OfRun & { command: string }>(
    'RUN_KEEPS_NO_FILES',
    ({ runId, command }) =>
      `The journal does not hold what the files of run ${runId} (${command}) are made of.`,
    () =>
      'It holds that of a plan, apply, undo, verify, or validate --online that this version of e911 has ended. An export or a validate can be run again.',
  ),
  outWithoutRun: usage<{ what: string }>(
    'OUT_WITHOUT_RUN',
    ({ what }) => `--out writes the files of one run, so ${what}.`,
    () => 'Type: e911 runs RUN --out DIR. To list the runs, type: e911 runs',
  ),
  /** `by`: the process that carries the run out; null when none does. */
  runNotFinished: guard<OfRun & { by: string | null }>(
    'RUN_NOT_FINISHED',
    ({ runId, by }) =>
      by === null ? `Run ${runId} is not finished.` : `Run ${runId} is still running in ${by}.`,
    ({ runId, by }) =>
      by === null
        ? `Finish it first: e911 resume ${runId}`
        : 'Wait until it ends, then run the same command again.',
  ),
  /** `again`: the command that starts such a run from its beginning. */
  runStillGoing: guard<OfRun & { by: string; again: string }>(
    'RUN_STILL_GOING',
    ({ runId, by }) => `Run ${runId} is still running in ${by}.`,
    ({ by, again }) =>
      `Wait until it ends, which --wait-for-lock 30m does for you. So far it has changed nothing: you can also end ${by}, then type: ${again}`,
  ),
  pruneWhileRunning: guard<OfRun & { by: string }>(
    'RUN_STILL_GOING',
    ({ runId, by }) => `Run ${runId} is still running in ${by}, so no run is deleted.`,
    () => 'Wait until it ends, then run the same command again.',
  ),
  pruneNotConfirmed: guard<{ runs: string }>(
    'CONFIRMATION_NEEDED',
    ({ runs }) => `Confirmation required: ${runs} to be deleted and there is no interactive terminal.`,
    () => 'See which they are with --dry-run, then run the same command again with --yes.',
  ),
  pruneRefused: guard(
    'CONFIRMATION_REFUSED',
    () => 'No run was deleted: you did not confirm it.',
    () => 'To see which runs would be deleted, add --dry-run.',
  ),
  pruneUnfit: usage<{ what: string }>(
    'PRUNE_OPTION_UNFIT',
    ({ what }) => `--prune deletes all runs of a certain age, so ${what} cannot be used with it.`,
    () => 'To see what would be deleted, type: e911 runs --prune 90d --dry-run',
  ),
  sheetOfRunChanged: usage<OfRun & { sheet: string; again: string }>(
    'SHEET_CHANGED',
    ({ runId, sheet }) => `The sheet ${sheet} has changed since run ${runId} started.`,
    ({ again }) => `That run had changed nothing. To use the sheet as it is now, type: ${again}`,
  ),
  sheetElsewhere: usage<OfRun & { sheet: string; again: string }>(
    'SHEET_ELSEWHERE',
    ({ runId, sheet }) =>
      `Run ${runId} had changed nothing yet, and its sheet ${sheet} is not on this machine.`,
    ({ again }) => `Resume it where its sheet is, or begin anew with the sheet: ${again}`,
  ),
  sheetIsPlan: usage<{ input: string; command: string }>(
    'SHEET_IS_PLAN',
    ({ input, command }) => `${input} is a plan, but ${command} reads a CSV, XLSX, or ODS sheet.`,
    ({ input }) =>
      `To carry out the plan, type: e911 apply ${input}. To read it, open plan.csv or report.html beside it.`,
  ),
  planOptionUnfit: usage<{ option: string }>(
    'PLAN_OPTION_UNFIT',
    ({ option }) => `A plan is carried out exactly as it was reviewed, so ${option} cannot be used with it.`,
    ({ option }) => `Leave out ${option}, or make a plan with it: e911 plan SHEET ${option} ...`,
  ),
  planUnreadable: usage<{ path: string }>(
    'PLAN_UNREADABLE',
    ({ path }) => `Cannot read ${path} as a plan. Nothing was sent.`,
    () => 'Give the complete plan.json that e911 plan wrote, or the sheet itself.',
  ),
  planUsed: guard<{ usedBy: string }>(
    'PLAN_USED',
    ({ usedBy }) => `Run ${usedBy} already applied this plan.`,
    () => 'Make a new plan of the same sheet with e911 plan. Rows that are done already are unchanged in it.',
  ),
  planUnknown: guard<OfRun & OfState>(
    'PLAN_UNKNOWN',
    ({ runId, state }) => `The ${state} has no plan ${runId}.`,
    () => 'Give the state folder that the plan was made with (--state DIR), or make a new plan here.',
  ),
  planOfOtherRun: guard<OfRun & { path: string }>(
    'PLAN_EDITED',
    ({ runId, path }) => `${path} is not the plan that run ${runId} made.`,
    () => NEW_PLAN,
  ),
  planEdited: guard<{ path: string }>(
    'PLAN_EDITED',
    ({ path }) => `${path} was changed after it was made, so it is not the plan that was reviewed.`,
    () => NEW_PLAN,
  ),
  planStale: guard(
    'PLAN_STALE',
    () => 'The plan is stale: the state at the provider has changed for every row.',
    () => 'Make a new plan: e911 plan SHEET',
  ),
  confirmationNeeded: guard<{ changes: string }>(
    'CONFIRMATION_NEEDED',
    ({ changes }) => `Confirmation required: ${changes} pending and there is no interactive terminal.`,
    () => 'If these changes are right, run the same command again with --yes.',
  ),
  confirmationRefused: guard(
    'CONFIRMATION_REFUSED',
    () => 'Nothing was sent: you did not confirm the changes.',
    () => 'If the changes are right, run the same command again.',
  ),
  outUnwritable: usage<{ folder: string; reason: string }>(
    'OUT_NOT_WRITABLE',
    ({ folder, reason }) =>
      reason === 'EEXIST' || reason === 'ENOTDIR'
        ? `${folder} cannot be the folder of a run: there is a file of that name in its path. Nothing was sent.`
        : `Cannot write to the folder ${folder} (${reason}). Nothing was sent.`,
    () => 'Give a folder that you may write to with --out DIR, or another state folder with --state DIR.',
  ),
  /** By the time that a resumed run opens its folder, calls may have been sent. */
  outOfRunUnwritable: usage<{ folder: string; reason: string }>(
    'OUT_NOT_WRITABLE',
    ({ folder, reason }) => `Cannot write to the folder ${folder} of the run (${reason}).`,
    () => 'Free disk space or make the folder writable, then type: e911 resume',
  ),
  outHoldsRun: usage<{ folder: string; file: string }>(
    'OUT_EXISTS',
    ({ folder, file }) =>
      `The folder ${folder} already holds files of an earlier command or of the journal (${file}). Nothing was written or sent.`,
    () =>
      'Give a new folder with --out DIR, or leave out --out: each run and each export then has a folder of its own.',
  ),
  outFileExists: usage<{ file: string }>(
    'OUT_EXISTS',
    ({ file }) => `${file} already exists and is not a file of this run. It was not changed.`,
    () => 'Give another folder with --out DIR.',
  ),
  runOptionsDamaged: {
    kind: 'journal',
    code: 'JOURNAL_DAMAGED',
    message: ({ runId }) => `The journal does not hold the options of run ${runId}.`,
    hint: ({ again }) =>
      `To start again, type: ${again}. Rows that are done already are found and not sent again.`,
  } satisfies CommandErrorKind<OfRun & { again: string }>,
} as const;
