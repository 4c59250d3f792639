import { EMPTY_WISH } from '../../src/domain/empty-wish.ts';
import type { Wish } from '../../src/domain/wish.ts';

/** An update of a number of the United States, as far as it is not said otherwise. */
export function wishOf(wish: Partial<Wish>): Wish {
  return {
    ...EMPTY_WISH,
    action: 'update',
    account: 'main',
    phoneNumber: '+14155550150',
    numberCountry: 'US',
    ...wish,
  };
}
