/** Exchange 555-01xx is set aside for fiction; 020 7946 0xxx is Ofcom's for drama. */
const AREAS = (
  '212 415 312 416 206 303 404 512 602 617 713 702 503 214 215 305 313 314 317 402 405 407 410 412 414 502 504 505 ' +
  '513 515 520 601 603 608 612 614 615 619 651 703 704 716 718 720 801 802 803 804 808 813 816 843 858 901 907 916 ' +
  '919 949 971 972 514 604 613 403 780 204 902'
).split(' ');
const LINES_PER_AREA = 100;
const BRITISH_NUMBERS = 20;
const MOST_GENERATED = AREAS.length * 9_900;

/** `+12125550100` ... `+12125550199`, then the next area. */
function block(area: string): string[] {
  return Array.from({ length: LINES_PER_AREA }, (_, line) => `+1${area}5550${100 + line}`);
}

/**
 * The numbers of a fresh sandbox: 100 each of New York (212), San Francisco (415), Chicago (312) and Toronto (416),
 * lines 555-0100 to 555-0199, and 20 of London from +44 20 7946 0100 on.
 */
export function defaultNumbers(): string[] {
  const british = Array.from({ length: BRITISH_NUMBERS }, (_, line) => `+442079460${100 + line}`);
  return [...AREAS.slice(0, 4).flatMap(block), ...british];
}

/**
 * As many numbers as asked for: 555-01xx of every area first, then further lines of exchange 555.
 * @throws RangeError beyond what the areas hold.
 */
export function generateNumbers(count: number): string[] {
  if (count > MOST_GENERATED) throw new RangeError(`At most ${MOST_GENERATED} numbers can be generated.`);
  const numbers: string[] = [];
  for (const area of AREAS) {
    if (numbers.length >= count) break;
    numbers.push(...block(area));
  }
  for (let line = 200; numbers.length < count; line += 1) {
    for (const area of AREAS) numbers.push(`+1${area}555${String(line).padStart(4, '0')}`);
  }
  return numbers.slice(0, count);
}

/** Canadian area codes of the North American plan (CNA, in service). */
const CANADIAN_AREAS = new Set(
  (
    '204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 387 403 416 418 428 431 437 438 450 460 468 474 506 ' +
    '514 519 548 579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905'
  ).split(' '),
);

/** The country of a number as far as the stand-ins know countries: US, CA, GB; empty for others. */
export function countryOf(phoneNumber: string): string {
  if (phoneNumber.startsWith('+44')) return 'GB';
  if (!phoneNumber.startsWith('+1')) return '';
  return CANADIAN_AREAS.has(phoneNumber.slice(2, 5)) ? 'CA' : 'US';
}
