import { standInOf } from '../accounts.ts';
import { newestResults, type Place } from './command.ts';

/** What the Bandwidth stand-in (endpoints) holds. */
interface Held {
  readonly locations: readonly {
    locationId: string;
    description: string;
    status: string;
    address: Record<string, string>;
  }[];
  readonly endpoints: readonly {
    endpointId: string;
    alternateEndUserId: string;
    callerName: string;
    telephoneNumber: string;
    locationId: string;
    activated: boolean;
  }[];
  readonly recipients: readonly { emailAddress: string; phoneNumber: string; description: string }[];
}

/** Filled cells of one row; the account is `bandwidth` unless they say otherwise. */
export type Cells = Readonly<Record<string, string>>;

const HEADER =
  'phone_number,action,account,caller_name,street,unit,city,region,postal_code,country,address_id,endpoint_id,address_label,recipient_email,recipient_phone,recipient_description';

export const cityHall = {
  caller_name: 'City Desk',
  street: '1 Dr Carlton B Goodlett Pl',
  city: 'San Francisco',
  region: 'CA',
  postal_code: '94102',
  country: 'US',
};
export const losAngeles = {
  ...cityHall,
  street: '200 N Spring St',
  city: 'Los Angeles',
  postal_code: '90012',
};

export function sheetOf(...rows: readonly Cells[]): string {
  const lines = rows.map((cells) =>
    HEADER.split(',')
      .map((name) => cells[name] ?? (name === 'account' ? 'bandwidth' : ''))
      .join(','),
  );
  return `${[HEADER, ...lines].join('\n')}\n`;
}

export function heldOf(place: Place): Held {
  return standInOf(place, 'bandwidth').standIn.controls?.state(0) as Held;
}

/** The kinds of all changes that the stand-in has made, in order. */
export function kindsOf(place: Place): string[] {
  return standInOf(place, 'bandwidth').standIn.effects.map(({ kind }) => kind);
}

/** Applies rows past the guards and gives their results. */
export async function applyRows(place: Place, ...rows: readonly Cells[]) {
  await place.file('sheet.csv', sheetOf(...rows));
  const ended = await place.run('apply', 'sheet.csv', '--yes', '--force', '--wait', '1s');
  return { ...ended, results: await newestResults(place) };
}

/** Applies one row and gives the exit code and its result. */
export async function applyRow(place: Place, cells: Cells): Promise<Record<string, unknown>> {
  const { code, results } = await applyRows(place, cells);
  return { code, ...results[0] };
}
