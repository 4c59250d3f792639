import { PLAN_OUTCOMES } from './plan-outcomes.ts';
import { RUN_OUTCOMES } from './run-outcomes.ts';

/** Every way in which a row or a call can end with a code: the one table of outcomes. */
export const OUTCOMES = { ...PLAN_OUTCOMES, ...RUN_OUTCOMES } as const;

export type OutcomeName = keyof typeof OUTCOMES;
/** What the sentences of an outcome are made of. */
type OutcomeValues<Name extends OutcomeName> = Parameters<(typeof OUTCOMES)[Name]['message']>[0];
/** The same as an argument that is left out where the sentences need no values. */
export type OutcomeArguments<Name extends OutcomeName> = [OutcomeValues<Name>] extends [undefined]
  ? []
  : [values: OutcomeValues<Name>];

/** The four fields of a result row that an outcome fills. */
interface OutcomeFields {
  readonly errorCode: string;
  readonly errorColumn: string;
  readonly errorMessage: string;
  readonly hint: string;
}

/** The code, column and sentences of an outcome, for its row. */
export function outcomeFields<Name extends OutcomeName>(
  name: Name,
  ...[values]: OutcomeArguments<Name> | [OutcomeValues<Name> | undefined]
): OutcomeFields {
  // One entry's functions take its own values; the compiler sees the union of all.
  const { code, column, message, hint } = OUTCOMES[name] as {
    readonly code: string;
    readonly column: string;
    readonly message: (values: unknown) => string;
    readonly hint: (values: unknown) => string;
  };
  return { errorCode: code, errorColumn: column, errorMessage: message(values), hint: hint(values) };
}
