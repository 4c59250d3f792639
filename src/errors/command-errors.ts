import { GuardError, IncompleteListError, JournalError, UsageError } from './app-error.ts';
import { CHOICE_ERRORS } from './command/choice-errors.ts';
import { EXPORT_ERRORS } from './command/export-errors.ts';
import { JOURNAL_ERRORS } from './command/journal-errors.ts';
import { OPTION_ERRORS } from './command/option-errors.ts';
import { REVIEW_ERRORS } from './command/review-errors.ts';
import { RUN_ERRORS } from './command/run-errors.ts';
import { SHEET_ERRORS } from './command/sheet-errors.ts';
import { STATE_ERRORS } from './command/state-errors.ts';
import { TEAM_ERRORS } from './command/team-errors.ts';

/** Every way in which a whole command is refused or stopped: the one table of command-line sentences. */
export const COMMAND_ERRORS = {
  ...SHEET_ERRORS,
  ...OPTION_ERRORS,
  ...EXPORT_ERRORS,
  ...JOURNAL_ERRORS,
  ...RUN_ERRORS,
  ...STATE_ERRORS,
  ...TEAM_ERRORS,
  ...CHOICE_ERRORS,
  ...REVIEW_ERRORS,
} as const;

type CommandErrorName = keyof typeof COMMAND_ERRORS;
/** What the sentences of an entry are made of. */
type Values<Name extends CommandErrorName> = Parameters<(typeof COMMAND_ERRORS)[Name]['message']>[0];

/** The same as arguments, with the error that was caught; both are left out where the sentences need no values. */
type CommandErrorArguments<Name extends CommandErrorName> = [Values<Name>] extends [undefined]
  ? [values?: undefined, cause?: unknown]
  : [values: Values<Name>, cause?: unknown];

const CLASSES = {
  usage: UsageError,
  guard: GuardError,
  journal: JournalError,
  incomplete: IncompleteListError,
} as const;

type ErrorOf<Name extends CommandErrorName> = InstanceType<
  (typeof CLASSES)[(typeof COMMAND_ERRORS)[Name]['kind']]
>;

/** The error of an entry, ready to throw: its class decides the exit code. `cause` is what was caught, if anything. */
export function commandError<Name extends CommandErrorName>(
  name: Name,
  ...[values, cause]: CommandErrorArguments<Name>
): ErrorOf<Name> {
  // One entry's functions take its own values; the compiler sees the union of all.
  const { kind, code, message, hint } = COMMAND_ERRORS[name] as {
    readonly kind: keyof typeof CLASSES;
    readonly code: string;
    readonly message: (values: unknown) => string;
    readonly hint: (values: unknown) => string;
  };
  return new CLASSES[kind](message(values), { code, hint: hint(values), cause }) as ErrorOf<Name>;
}
