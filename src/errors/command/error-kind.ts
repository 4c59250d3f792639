/**
 * One way in which a whole command is refused or stopped: the stable code, the exit code by `kind`, and the two sentences that the
 * terminal and `--json` show. The values of both sentences are typed.
 */
export interface CommandErrorKind<Values> {
  /** `usage` exits 2 with nothing sent, `guard` exits 4, `journal` exits 2 or 70, `incomplete` exits 8. */
  readonly kind: 'usage' | 'guard' | 'journal' | 'incomplete';
  /** Never renamed, never reused. Several sentences may share a code. */
  readonly code: string;
  /** What is wrong, and for which value. */
  readonly message: (values: Values) => string;
  /** What to do or to type next. */
  readonly hint: (values: Values) => string;
}

/** An entry of kind `usage`; keeps its own type of values. */
export function usage<Values = undefined>(
  code: string,
  message: (values: Values) => string,
  hint: (values: Values) => string,
) {
  return { kind: 'usage', code, message, hint } as const;
}

/** An entry of kind `guard`; keeps its own type of values. */
export function guard<Values = undefined>(
  code: string,
  message: (values: Values) => string,
  hint: (values: Values) => string,
) {
  return { kind: 'guard', code, message, hint } as const;
}
