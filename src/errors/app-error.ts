/** What a typed error says beside its sentence. */
interface ErrorFacts {
  /** Stable code, for example CONFIG_LITERAL_SECRET. */
  readonly code: string;
  /** What the person should do or type next. */
  readonly hint: string;
  readonly cause?: unknown;
}

/** The root of every error that users see. Anything else that reaches the top is an internal error. */
export class AppError extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = new.target.name;
    this.code = facts.code;
    this.hint = facts.hint;
  }
}

/** Wrong use, wrong config, unreadable input: exit 2, nothing sent. */
export class UsageError extends AppError {}

/** A guard stopped the run: exit 4. */
export class GuardError extends AppError {}

/** Credentials refused or provider unreachable before anything could be done: exit 5. */
export class AccessError extends AppError {}

/** A listing could not be read to its end: exit 8 for an export, a refusal for a plan. */
export class IncompleteListError extends AppError {}

/** The journal cannot be written or read. */
export class JournalError extends AppError {}

/** A number that an error left without an emergency address. */
export interface UncoveredNumber {
  readonly account: string;
  readonly phoneNumber: string;
  /** ISO time; the run that opened the gap. */
  readonly since: string;
  readonly runId: string;
}

/** A run ended by an error while numbers had no emergency address: exit 9, whatever the error was. */
export class UncoveredError extends AppError {
  readonly numbers: readonly UncoveredNumber[];

  constructor(
    numbers: readonly UncoveredNumber[],
    facts: { readonly hint: string; readonly cause: unknown },
  ) {
    const reason = facts.cause instanceof Error ? facts.cause.message : String(facts.cause);
    super(
      `${numbers.length === 1 ? '1 number has' : `${numbers.length} numbers have`} NO emergency address, and the run cannot continue: ${reason}`,
      { code: 'NUMBERS_UNCOVERED', ...facts },
    );
    this.numbers = numbers;
  }
}
