import type { ReviewRow } from '../../src/review/review-rows.ts';

const NAUGHTY = '<img src=x onerror=alert(1)>';

/** Each third row is a question of its own; the others differ in the same words. */
export function reviewRow(position: number): ReviewRow {
  const asked = {
    street: `${position} Harrison Street`,
    unit: '',
    city: 'San Francisco',
    region: 'CA',
    postalCode: '94105',
    country: 'US',
  };
  const isAlone = position % 3 === 0;
  return {
    position,
    line: position + 1,
    number: `+1415555${String(position).padStart(4, '0')}`,
    account: 'sinch',
    action: 'assign',
    reference: `S-${position}`,
    callerName: position === 3 ? NAUGHTY : 'Example Kiosk',
    asked,
    offers: isAlone ? [] : [{ ...asked, street: `${position} HARRISON ST` }],
    question: isAlone ? 'error' : 'address',
    code: isAlone ? 'ADDRESS_NOT_FOUND_BY_PROVIDER' : 'ADDRESS_NEEDS_REVIEW',
    text: isAlone
      ? `The provider does not find ${position} Harrison Street.`
      : 'The provider writes this address differently.',
    hint: 'Compare it with the suggestion.',
    before: '',
    group: isAlone ? `error ${position}` : 'address street Street ST',
  };
}
