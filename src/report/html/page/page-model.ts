import type { PageData } from '../page-content.ts';

/** The rows of a page as its script holds them. */
export type PageRows = NonNullable<PageData['rows']> & { readonly rows: readonly (readonly string[])[] };

/** What a reader asked to see. */
export interface RowQuery {
  readonly text: string;
  /** Kinds to show; empty for all. */
  readonly kinds: ReadonlySet<string>;
  /** Column index to the one value that is wanted. */
  readonly choices: ReadonlyMap<number, string>;
  /** Column to sort by; null for the order of the sheet. */
  readonly sortBy: number | null;
  readonly descending: boolean;
}
