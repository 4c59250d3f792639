import { z } from 'zod';
import { type AddressView, type NumberView, type PlaceText, placeKey } from './snapshot.ts';

/** What one account holds. */
interface AccountState {
  readonly numbers: ReadonlyMap<string, NumberView>;
  readonly addresses: ReadonlyMap<string, Omit<AddressView, 'account'>>;
}

const twilioState = z.object({
  addresses: z.array(
    z.object({
      sid: z.string(),
      customerName: z.string(),
      street: z.string(),
      streetSecondary: z.string(),
      city: z.string(),
      region: z.string(),
      postalCode: z.string(),
    }),
  ),
  numbers: z.array(
    z.object({
      phoneNumber: z.string(),
      emergencyAddressSid: z.string().nullable(),
      addressStatus: z.string(),
    }),
  ),
});

function twilio(state: unknown): AccountState {
  const { addresses, numbers } = twilioState.parse(state);
  const views = new Map(
    addresses.map(({ sid, customerName, streetSecondary, ...place }) => [
      sid,
      { place: placeKey({ ...place, unit: streetSecondary }), callerName: customerName },
    ]),
  );
  return {
    addresses: views,
    numbers: new Map(
      numbers.map(({ phoneNumber, emergencyAddressSid, addressStatus }) => {
        const addressId = emergencyAddressSid ?? '';
        const held = views.get(addressId);
        return [
          phoneNumber,
          {
            covered: addressStatus === 'registered',
            place: held?.place ?? '',
            callerName: held?.callerName ?? '',
            addressId,
            label: '',
            records: 1,
          },
        ];
      }),
    ),
  };
}

const vonageState = z.object({
  addresses: z.array(z.record(z.string(), z.string())),
  numbers: z.array(
    z.object({
      msisdn: z.string(),
      contactName: z.string(),
      addressId: z.string(),
      settings: z.record(z.string(), z.string()),
    }),
  ),
});

function vonage(state: unknown): AccountState {
  const { addresses, numbers } = vonageState.parse(state);
  const views = new Map(
    addresses.map((address) => [
      address['id'] ?? '',
      {
        place: placeKey({
          street: address['address_line1'] ?? '',
          unit: address['address_line2'] ?? '',
          city: address['city'] ?? '',
          region: address['region'] ?? '',
          postalCode: address['postal_code'] ?? '',
        }),
        callerName: null,
      },
    ]),
  );
  return {
    addresses: views,
    numbers: new Map(
      numbers.map(({ msisdn, contactName, addressId, settings }) => [
        `+${msisdn}`,
        {
          covered: addressId !== '',
          place: views.get(addressId)?.place ?? '',
          callerName: contactName,
          addressId,
          label: settings['app_id'] ?? '',
          records: 1,
        },
      ]),
    ),
  };
}

const sinchState = z.object({
  numbers: z.array(
    z.object({
      phoneNumber: z.string(),
      displayName: z.string(),
      emergency: z.record(z.string(), z.string()).nullable(),
    }),
  ),
});

function sinchPlace(wire: Readonly<Record<string, string>>): string {
  const text = (name: string): string => wire[name] ?? '';
  return placeKey({
    street: `${text('streetNumber')} ${text('streetInfo')}`,
    unit: text('location'),
    city: text('city'),
    region: text('state'),
    postalCode: text('postalCode'),
  });
}

function sinch(state: unknown): AccountState {
  const { numbers } = sinchState.parse(state);
  return {
    addresses: new Map(),
    numbers: new Map(
      numbers.map(({ phoneNumber, displayName, emergency }) => {
        const place = emergency === null ? '' : sinchPlace(emergency);
        const covered = emergency !== null;
        return [
          phoneNumber,
          { covered, place, callerName: null, addressId: place, label: displayName, records: 1 },
        ];
      }),
    ),
  };
}

const bandwidthState = z.object({
  locations: z.array(z.object({ locationId: z.string(), address: z.record(z.string(), z.string()) })),
  endpoints: z.array(
    z.object({
      telephoneNumber: z.string(),
      callerName: z.string(),
      locationId: z.string(),
      activated: z.boolean(),
    }),
  ),
});

/** Bandwidth's pieces of an address, the same in both dialects. */
function piecesKey(pieces: Readonly<Record<string, string>>): string {
  const text = (name: string): string => pieces[name] ?? '';
  const street = [
    'houseNumber',
    'houseSuffix',
    'prefixDirectional',
    'streetName',
    'streetSuffix',
    'postDirectional',
  ];
  const place: PlaceText = {
    street: street.map(text).join(' '),
    unit: text('addressLine2'),
    city: text('city'),
    region: text('stateCode'),
    postalCode: text('zip'),
  };
  return placeKey(place);
}

function bandwidth(state: unknown): AccountState {
  const { locations, endpoints } = bandwidthState.parse(state);
  const views = new Map(
    locations.map(({ locationId, address }) => {
      return [locationId, { place: piecesKey(address), callerName: null }];
    }),
  );
  return {
    addresses: views,
    numbers: new Map(
      endpoints.map(({ telephoneNumber, callerName, locationId, activated }) => [
        e164(telephoneNumber),
        {
          covered: activated && locationId !== '',
          place: views.get(locationId)?.place ?? '',
          callerName,
          addressId: locationId,
          label: '',
          records: endpoints.filter((each) => e164(each.telephoneNumber) === e164(telephoneNumber)).length,
        },
      ]),
    ),
  };
}

function e164(telephoneNumber: string): string {
  return telephoneNumber.startsWith('+') ? telephoneNumber : `+1${telephoneNumber.slice(-10)}`;
}

const ordersState = z.object({
  numbers: z.array(z.string()),
  held: z.record(z.string(), z.object({ name: z.string(), address: z.record(z.string(), z.string()) })),
});

function bandwidthOrders(state: unknown): AccountState {
  const { numbers, held } = ordersState.parse(state);
  return {
    addresses: new Map(),
    numbers: new Map(
      numbers.map((number) => {
        const own = held[number];
        const place = own ? piecesKey(own.address) : '';
        const view = { covered: own !== undefined, place, addressId: place, label: '', records: 1 };
        return [`+1${number}`, { ...view, callerName: own?.name ?? '' }];
      }),
    ),
  };
}

const READERS: Readonly<Record<string, (state: unknown) => AccountState>> = {
  twilio,
  vonage,
  sinch,
  bandwidth,
  'bandwidth-orders': bandwidthOrders,
};

/** Reads what `GET /__sandbox/state` of a stand-in answers. @throws when the account or its state is not known. */
export function readState(account: string, state: unknown): AccountState {
  const reader = READERS[account];
  if (!reader) throw new Error(`no reader for the state of ${account}`);
  return reader(state);
}
