import { systemClock } from '../../../src/cli/process/system-clock.ts';
import type { Place } from './command.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an account holds, without ids and times: two worlds are the same when people and callers see no difference. */
interface WorldState {
  /** By `+` and digits: the number's address, caller's name, switch and settings. */
  readonly numbers: Readonly<Record<string, Fields>>;
  /** The address resources, each as one text, sorted; empty where addresses live inside the number. */
  readonly addresses: readonly string[];
}

/** The stand-in of an account of the place. */
export function standInOf(place: Place, account: string): Place['sandbox']['standIns'][number] {
  const found = place.sandbox.standIns.find((one) => one.account === account);
  if (!found) throw new Error(`there is no stand-in for ${account}`);
  return found;
}

/** The state of an account's stand-in, read from its own store and not through the program. */
export function worldState(place: Place, account: string): WorldState {
  const state = (standInOf(place, account).standIn.controls?.state(systemClock.monotonicMs()) ??
    {}) as Record<string, Fields[]>;
  return READERS[account]?.(state) ?? { numbers: {}, addresses: [] };
}

const PIECES = [
  'houseNumber',
  'houseSuffix',
  'prefixDirectional',
  'streetName',
  'streetSuffix',
  'postDirectional',
  'addressLine2',
  'city',
  'stateCode',
  'zip',
  'plusFour',
  'country',
];

const READERS: Readonly<Record<string, (state: Record<string, Fields[]>) => WorldState>> = {
  twilio: ({ addresses = [], numbers = [] }) => {
    const texts = byId(addresses, 'sid', ['sid', 'createdMs', 'updatedMs']);
    return {
      addresses: sorted(texts),
      numbers: named(numbers, 'phoneNumber', (one) => ({
        address: texts.get(String(one['emergencyAddressSid'])) ?? '',
        status: one['addressStatus'],
        switched: one['emergencyStatus'],
      })),
    };
  },
  vonage: ({ addresses = [], numbers = [] }) => {
    const texts = byId(addresses, 'id', ['id']);
    return {
      addresses: sorted(texts),
      numbers: named(numbers, 'msisdn', (one) => ({
        address: texts.get(String(one['addressId'])) ?? '',
        callerName: one['addressId'] === '' ? '' : one['contactName'],
        settings: withoutEmpty(one['settings'] as Fields),
      })),
    };
  },
  sinch: ({ numbers = [] }) => ({
    addresses: [],
    numbers: named(
      numbers,
      'phoneNumber',
      ({ phoneNumber: _key, smsTask: _sms, voiceTask: _voice, ...one }) => one,
    ),
  }),
  'bandwidth-orders': ({ held }) => ({
    addresses: [],
    // How the street is cut into its pieces is the carrier's own matter; the line they make is not.
    numbers: Object.fromEntries(
      Object.entries(held ?? {}).map(([digits, one]) => {
        const { name, address } = one as unknown as { name: string; address: Fields };
        const line = PIECES.map((piece) => address[piece]).filter(Boolean);
        return [`+1${digits}`, { name, address: line.join(' ') }];
      }),
    ),
  }),
  bandwidth: ({ locations = [], endpoints = [] }) => {
    const texts = byId(locations, 'locationId', []);
    return {
      addresses: sorted(texts),
      numbers: named(endpoints, 'telephoneNumber', (one) => ({
        address: texts.get(String(one['locationId'])) ?? '',
        callerName: one['callerName'],
        activated: one['activated'],
      })),
    };
  },
};

function byId(records: readonly Fields[], id: string, leftOut: readonly string[]): Map<string, string> {
  return new Map(
    records.map((one) => [
      String(one[id]),
      JSON.stringify(Object.fromEntries(Object.entries(one).filter(([name]) => !leftOut.includes(name)))),
    ]),
  );
}

function named(
  records: readonly Fields[],
  key: string,
  read: (one: Fields) => Fields,
): Readonly<Record<string, Fields>> {
  return Object.fromEntries(records.map((one) => [`+${String(one[key]).replace('+', '')}`, read(one)]));
}

function sorted(texts: ReadonlyMap<string, string>): string[] {
  return [...texts.values()].sort();
}

/** A setting that was cleared reads like one that never was. */
function withoutEmpty(settings: Fields): Fields {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''));
}
