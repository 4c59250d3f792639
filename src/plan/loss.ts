import type { Verb } from './context/present.ts';

/** What takes the coverage of a number away. */
export const LOSSES = ['remove', 'release', 'disable'] as const;

/** Whether an operation takes the coverage of its number away, if it has any. */
export function isLoss(verb: Verb): boolean {
  return LOSSES.some((loss) => loss === verb);
}
