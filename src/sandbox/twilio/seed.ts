import { addNumber, nextSid, type TwilioStore } from './store.ts';

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
