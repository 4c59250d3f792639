import type { Capabilities } from '../../providers/contract.ts';

/** Numbers of an account that no earlier run has listed: as many as would be worth a list. */
const UNKNOWN_HELD = 5_000;

/**
 * Whether listing an account's numbers takes fewer calls than asking for some of them one by one.
 * @param held how many numbers the account is known to hold; 0 when no run has listed them
 * @param wanted how many would be asked for
 */
export function isListCheaper(
  { listPageSize }: Pick<Capabilities, 'listPageSize'>,
  held: number,
  wanted: number,
): boolean {
  return wanted > Math.ceil((held === 0 ? UNKNOWN_HELD : held) / listPageSize);
}
