/** What a row can ask for after which its number cannot reach 911 any more. */
export const LOSSES = ['remove', 'release', 'disable'] as const;

/** Whether an action of a row, or the change that a plan makes of it, is one of them: losing the address is then meant. */
export function isRequestedLoss(action: string): boolean {
  return LOSSES.some((loss) => loss === action);
}
