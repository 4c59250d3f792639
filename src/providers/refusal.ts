import type { Wish } from '../domain/wish.ts';
import { cellProblem, type Problem } from '../errors/problem.ts';

/** One thing that a provider cannot hold: the cell that says it, the words for it, and when it applies. */
export interface Refusal {
  readonly column: string;
  /** The cell as the problem shows it. */
  readonly value: (wish: Wish) => string;
  readonly severity: Problem['severity'];
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly applies: (wish: Wish) => boolean;
}

/** The problems of a wish, all that apply, in the order of the table. */
export function refusalsOf(table: readonly Refusal[], wish: Wish, row: number): readonly Problem[] {
  return table
    .filter((refusal) => refusal.applies(wish))
    .map(({ applies: _, value, ...problem }) => cellProblem({ ...problem, row, value: value(wish) }));
}

/** Whether carrying out the wish may write its address, so that the provider's fields have to hold it. */
export function writesAddress(wish: Wish): boolean {
  return wish.address !== null && wish.addressId === '' && wish.action !== 'ignore';
}
