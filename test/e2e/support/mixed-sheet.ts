import type { RunningStandIn } from '../../../src/sandbox/sandbox.ts';

const HEADER =
  'phone_number,action,account,reference,caller_name,street,unit,city,region,postal_code,country';

/** Places that the sandbox takes as they are; each city once, so that a city names the place. */
const PLACES = [
  '1 Dr Carlton B Goodlett Pl,RM 200,SAN FRANCISCO,CA,94102,US',
  '200 N SPRING ST,,LOS ANGELES,CA,90012,US',
  '600 4TH AVE,FL 2,SEATTLE,WA,98104,US',
  '451 S STATE ST,,SALT LAKE CITY,UT,84111,US',
  '601 LAKESIDE AVE E,,CLEVELAND,OH,44114,US',
  '795 MASSACHUSETTS AVE,,CAMBRIDGE,MA,02139,US',
  '900 E BROAD ST,STE 201,RICHMOND,VA,23219,US',
  '1400 JOHN F KENNEDY BLVD,,PHILADELPHIA,PA,19107,US',
  '845 RUE SHERBROOKE O,,MONTREAL,QC,H3A 0G4,CA',
  '800 MACLEOD TRAIL SE,,CALGARY,AB,T2P 2M5,CA',
] as const;

/** A Canadian address needs a Canadian number. */
const AREAS = { US: ['415', '212', '312', '602'], CA: ['416', '514', '604', '403'] } as const;
const LINES_PER_AREA = 80;

/** One request of a generated sheet: a number that is not covered yet gets a place. */
interface MixedRow {
  readonly account: string;
  /** `+` and digits. */
  readonly phoneNumber: string;
  /** In capitals. */
  readonly city: string;
  readonly line: string;
}

/** Rows that take turns through the accounts, with a few places for many numbers. */
export function mixedRows(accounts: readonly string[], count: number): readonly MixedRow[] {
  return Array.from({ length: count }, (_, index) => {
    const turn = Math.floor(index / accounts.length);
    const account = accounts[index % accounts.length] ?? '';
    const place = PLACES[turn % PLACES.length] ?? '';
    const areas = AREAS[place.endsWith('CA') ? 'CA' : 'US'];
    const area = areas[Math.floor(turn / LINES_PER_AREA) % areas.length] ?? '';
    // The sandbox covers the first four lines of an area by itself.
    const phoneNumber = `+1${area}5550${110 + (turn % LINES_PER_AREA)}`;
    const line = `${phoneNumber},,${account},row-${index + 1},Example Office,${place}`;
    return { account, phoneNumber, city: place.split(',')[2] ?? '', line };
  });
}

/** The text of a sheet. */
export function sheetOf(rows: readonly Pick<MixedRow, 'line'>[], more: readonly string[] = []): string {
  return `${[HEADER, ...rows.map(({ line }) => line), ...more].join('\n')}\n`;
}

/** Puts the rows' numbers into the stand-ins that need them there. */
export function addNumbers(standIns: readonly RunningStandIn[], rows: readonly MixedRow[]): void {
  for (const { account, standIn } of standIns) {
    const own = rows.filter((row) => row.account === account).map(({ phoneNumber }) => phoneNumber);
    standIn.controls?.addNumbers(own);
  }
}

type Facts = Readonly<Record<string, unknown>>;

/** The city that each covered number has by the stand-in's own record, in capitals, by `+` and digits. */
export function coveredCities({ standIn }: RunningStandIn, nowMs: number): ReadonlyMap<string, string> {
  const state = (standIn.controls?.state(nowMs) ?? {}) as Readonly<Record<string, readonly Facts[]>>;
  const list = (name: string): readonly Facts[] => state[name] ?? [];
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const byId = (name: string, id: string) => new Map(list(name).map((one) => [text(one[id]), one]));
  const pairs: (readonly [string, string])[] = [];
  const add = (phone: string, city: unknown): void => {
    if (text(city) !== '') pairs.push([phone, text(city).toUpperCase()]);
  };
  if (standIn.provider === 'twilio') {
    const addresses = byId('addresses', 'sid');
    for (const number of list('numbers')) {
      if (number['addressStatus'] !== 'registered') continue;
      add(text(number['phoneNumber']), addresses.get(text(number['emergencyAddressSid']))?.['city']);
    }
  } else if (standIn.provider === 'vonage') {
    const addresses = byId('addresses', 'id');
    for (const number of list('numbers')) {
      add(`+${text(number['msisdn'])}`, addresses.get(text(number['addressId']))?.['city']);
    }
  } else if (standIn.provider === 'sinch') {
    for (const number of list('numbers')) {
      add(text(number['phoneNumber']), (number['emergency'] as Facts | null)?.['city']);
    }
  } else if ('endpoints' in state) {
    const locations = byId('locations', 'locationId');
    for (const endpoint of list('endpoints')) {
      const location = locations.get(text(endpoint['locationId']));
      const isOn = endpoint['activated'] === true && location?.['status'] === 'VALID';
      if (isOn) add(`+1${text(endpoint['telephoneNumber'])}`, (location['address'] as Facts)['city']);
    }
  } else {
    const held = (state['held'] ?? {}) as unknown as Readonly<Record<string, { readonly address: Facts }>>;
    for (const [digits, { address }] of Object.entries(held)) {
      add(`+1${digits}`, address['city'] ?? address['City']);
    }
  }
  return new Map(pairs);
}
