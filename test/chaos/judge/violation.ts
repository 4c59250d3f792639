/** One broken promise, by the name of its invariant in docs/reliability.md */
export interface Violation {
  readonly invariant: string;
  readonly text: string;
}

/** A row of results.csv, by column. */
export type ResultRow = Readonly<Record<string, string>>;
export type Report = (invariant: string, text: string) => void;
