import { addNumber, nextSid, type TwilioStore } from './store.ts';

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

/** Addresses that a fresh sandbox already has, and the numbers they cover. */
const COVERED = [
  {
    customerName: 'Harbor Dental',
    street: '645 HARRISON ST',
    streetSecondary: 'STE 200',
    city: 'SAN FRANCISCO',
    region: 'CA',
    postalCode: '94105',
    isoCountry: 'US',
    numbers: ['+14155550100', '+14155550101', '+14155550102', '+14155550103'],
  },
  {
    customerName: 'Bryant Park Books',
    street: '476 5TH AVE',
    streetSecondary: '',
    city: 'NEW YORK',
    region: 'NY',
    postalCode: '10018',
    isoCountry: 'US',
    numbers: ['+12125550100', '+12125550101', '+12125550102', '+12125550103'],
  },
  {
    customerName: 'Queen Street Clinic',
    street: '100 QUEEN ST W',
    streetSecondary: '',
    city: 'TORONTO',
    region: 'ON',
    postalCode: 'M5H 2N2',
    isoCountry: 'CA',
    numbers: ['+14165550100', '+14165550101'],
  },
];

/** Covers the documented numbers, as far as the account has them; an address without numbers is left out. */
export function coverSeeded(store: TwilioStore): void {
  for (const { numbers, ...content } of COVERED) {
    const held = numbers.flatMap((phone) => store.numbers.get(store.sidByPhone.get(phone) ?? '') ?? []);
    if (held.length === 0) continue;
    const sid = nextSid(store, 'AD');
    const stamps = { sid, createdMs: 0, updatedMs: 0 };
    const { customerName: friendlyName } = content;
    store.addresses.set(sid, { ...stamps, ...content, friendlyName, emergencyEnabled: true });
    for (const number of held) {
      number.emergencyAddressSid = sid;
      number.addressStatus = 'registered';
      number.emergencyStatus = 'Active';
    }
  }
}

/** Puts the numbers into the account and a trunk under the first two of them. */
export function seedNumbers(store: TwilioStore, numbers: readonly string[]): void {
  const trunkSid = nextSid(store, 'TK');
  store.trunks.add(trunkSid);
  for (const [index, phoneNumber] of numbers.entries()) {
    const number = addNumber(store, phoneNumber, 0);
    if (index < 2) number.trunkSid = trunkSid;
  }
}
