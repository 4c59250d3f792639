import { z } from 'zod';

/** A number at the stand-in, in words that all providers share. */
export interface NumberView {
  readonly covered: boolean;
  /** `placeKey` of its address; empty when it has none. */
  readonly place: string;
  /** Null where the stand-in keeps no caller name. */
  readonly callerName: string | null;
  /** Id of its address; the place itself where addresses have no id; empty when it has none. */
  readonly addressId: string;
}

interface AddressView {
  readonly place: string;
  /** Null where the caller name stands with the number. */
  readonly callerName: string | null;
}

/** All that an account holds: numbers as `+` and digits, addresses by id. */
export interface Snapshot {
  readonly numbers: ReadonlyMap<string, NumberView>;
  readonly addresses: ReadonlyMap<string, AddressView>;
}

/** Where something is, in any spelling. */
export interface PlaceText {
  readonly street: string;
  readonly unit: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
}

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  STREET: 'ST',
  AVENUE: 'AVE',
  PLACE: 'PL',
  SUITE: 'STE',
  NORTH: 'N',
};

function words(text: string): string {
  const plain = text.toUpperCase().replace(/[.,#]/g, ' ');
  return plain
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ABBREVIATIONS[word] ?? word)
    .join(' ');
}

/** One text for one place, whatever its case, punctuation and ZIP+4. Shares no code with the program that it judges. */
export function placeKey(place: PlaceText): string {
  const { street, unit, city, region, postalCode } = place;
  return [street, unit, city, region, postalCode.slice(0, 5)].map(words).join('|');
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

function twilio(state: unknown): Snapshot {
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
          },
        ];
      }),
    ),
  };
}

const vonageState = z.object({
  addresses: z.array(z.record(z.string(), z.string())),
  numbers: z.array(z.object({ msisdn: z.string(), contactName: z.string(), addressId: z.string() })),
});

function vonage(state: unknown): Snapshot {
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
      numbers.map(({ msisdn, contactName, addressId }) => [
        `+${msisdn}`,
        {
          covered: addressId !== '',
          place: views.get(addressId)?.place ?? '',
          callerName: contactName,
          addressId,
        },
      ]),
    ),
  };
}

const sinchState = z.object({
  numbers: z.array(
    z.object({ phoneNumber: z.string(), emergency: z.record(z.string(), z.string()).nullable() }),
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

function sinch(state: unknown): Snapshot {
  const { numbers } = sinchState.parse(state);
  return {
    addresses: new Map(),
    numbers: new Map(
      numbers.map(({ phoneNumber, emergency }) => {
        const place = emergency === null ? '' : sinchPlace(emergency);
        return [phoneNumber, { covered: emergency !== null, place, callerName: null, addressId: place }];
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

function bandwidth(state: unknown): Snapshot {
  const { locations, endpoints } = bandwidthState.parse(state);
  const views = new Map(
    locations.map(({ locationId, address }) => {
      const text = (name: string): string => address[name] ?? '';
      const street = ['houseNumber', 'houseSuffix', 'prefixDirectional', 'streetName', 'streetSuffix']
        .map(text)
        .concat(text('postDirectional'))
        .join(' ');
      const place = {
        street,
        unit: text('addressLine2'),
        city: text('city'),
        region: text('stateCode'),
        postalCode: text('zip'),
      };
      return [locationId, { place: placeKey(place), callerName: null }];
    }),
  );
  return {
    addresses: views,
    numbers: new Map(
      endpoints.map(({ telephoneNumber, callerName, locationId, activated }) => [
        telephoneNumber.startsWith('+') ? telephoneNumber : `+1${telephoneNumber.slice(-10)}`,
        {
          covered: activated && locationId !== '',
          place: views.get(locationId)?.place ?? '',
          callerName,
          addressId: locationId,
        },
      ]),
    ),
  };
}

const READERS: Readonly<Record<string, (state: unknown) => Snapshot>> = { twilio, vonage, sinch, bandwidth };

/** Reads what `GET /__sandbox/state` of a provider's stand-in answers. @throws when the provider or its state is strange. */
export function readSnapshot(provider: string, state: unknown): Snapshot {
  const reader = READERS[provider];
  if (!reader) throw new Error(`no reader for the state of ${provider}`);
  return reader(state);
}
