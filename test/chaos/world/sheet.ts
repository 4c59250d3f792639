import { stringify } from 'csv-stringify/sync';
import type { Random } from '../../../src/domain/clock.ts';
import type { PlaceText } from '../snapshot.ts';
import { COVERED, FREE } from './stand-ins.ts';
import { accountOf, type WorldName } from './world.ts';

/** A row of the sheet, by column. */
export type SheetRow = Readonly<Record<(typeof COLUMNS)[number], string>>;

const COLUMNS = [
  'phone_number',
  'action',
  'acquire',
  'account',
  'caller_name',
  'street',
  'unit',
  'city',
  'region',
  'postal_code',
  'country',
  'app_id',
  'display_name',
] as const;

interface Requested extends PlaceText {
  readonly callerName: string;
}

function place(callerName: string, text: string): Requested {
  const [street = '', unit = '', city = '', region = '', postalCode = ''] = text.split(',');
  return { callerName, street, unit, city, region, postalCode };
}

/** The first is at every stand-in from the beginning; the last is known to nobody. */
const PLACES = {
  harbor: place('Harbor Dental', '645 Harrison St,Ste 200,San Francisco,CA,94105'),
  spring: place('City Desk', '200 N Spring St,,Los Angeles,CA,90012'),
  cStreet: place('City Desk', '202 C St,,San Diego,CA,92101'),
  goodlett: place('Garden Office', '1 Dr Carlton B Goodlett Pl,,San Francisco,CA,94102'),
  bannock: place('Garden Office', '1437 Bannock St,,Denver,CO,80202'),
  nowhere: place('City Desk', '99999 Nowhere Ln,,San Francisco,CA,94105'),
} as const;

const EMPTY = Object.fromEntries(COLUMNS.map((column) => [column, ''])) as SheetRow;

function row(phone: string | undefined, action: string, requested: Requested | null): SheetRow {
  const named = { ...EMPTY, phone_number: phone ?? '', action };
  if (!requested) return named;
  const { callerName, postalCode, ...parts } = requested;
  return { ...named, ...parts, caller_name: callerName, postal_code: postalCode, country: 'US' };
}

/** The same rows with the account of each number, where a world has several. */
export function inWorld(world: WorldName, rows: readonly SheetRow[]): SheetRow[] {
  if (world !== 'mixed') return [...rows];
  return rows.map((each) => ({ ...each, account: accountOf(world, each.phone_number) }));
}

/** Twelve rows with every kind of request: kept, shared, new, replaced, removed, asked twice, ignored. */
export function documentedSheet(): SheetRow[] {
  const [kept, firstChange, secondChange, removed] = COVERED;
  const [reuses, first, second, third, fourth, bare, ignored] = FREE;
  return [
    row(kept, '', PLACES.harbor),
    row(reuses, '', PLACES.harbor),
    row(first, '', PLACES.spring),
    row(second, 'assign', PLACES.spring),
    row(third, '', PLACES.cStreet),
    row(firstChange, '', PLACES.spring),
    row(secondChange, '', PLACES.cStreet),
    row(removed, 'remove', null),
    row(first, '', PLACES.spring),
    row(fourth, '', PLACES.goodlett),
    row(bare, 'remove', null),
    row(ignored, 'ignore', null),
  ];
}

/** A covered number that is to have an address nobody knows, beside one that can be changed. */
export function hopelessSheet(): SheetRow[] {
  const [first, second] = COVERED;
  return [row(first, '', PLACES.nowhere), row(second, '', PLACES.spring)];
}

/** One covered number that is to have another address. */
export function changeSheet(): SheetRow[] {
  return [row(COVERED[0], '', PLACES.spring)];
}

/** A number that has the address that the account has from the beginning, and one that is to have it, too. */
export function sharedSheet(): SheetRow[] {
  return [row(COVERED[0], '', PLACES.harbor), row(FREE[0], '', PLACES.harbor)];
}

/** One row for each of the numbers, with 200 different addresses at a carrier that keeps the name with the address. */
export function largeSheet(numbers: readonly string[]): SheetRow[] {
  const places = [PLACES.spring, PLACES.cStreet, PLACES.goodlett, PLACES.bannock];
  return numbers.map((phone, index) => {
    const requested = places[index % places.length] ?? PLACES.spring;
    return row(phone, '', { ...requested, callerName: `Office ${index % 50}` });
  });
}

/**
 * Rows drawn from `random`: two to four, of one sheet in eight up to twelve, and one new address at the end; now and then an
 * address that nobody knows, or a number that is asked for twice.
 */
export function drawnSheet(random: Random): SheetRow[] {
  const numbers = [...COVERED, ...FREE.slice(0, -1)];
  const places = [PLACES.harbor, PLACES.spring, PLACES.cStreet, PLACES.goodlett, PLACES.bannock];
  const pick = <T>(from: readonly T[], otherwise: T): T =>
    from[Math.floor(random() * from.length)] ?? otherwise;
  const rows: SheetRow[] = [];
  const count = random() < 1 / 8 ? 5 + Math.floor(random() * 7) : 2 + Math.floor(random() * 3);
  for (let at = 0; at < count; at++) {
    // The covered ones stand first and are drawn more often: there is more to lose.
    const [phone] = numbers.splice(Math.floor(random() * random() * numbers.length), 1);
    const chance = random();
    if (chance < 0.12) rows.push(row(phone, 'remove', null));
    else if (chance < 0.17) rows.push(row(phone, 'ignore', null));
    else if (chance < 0.21) rows.push(row(phone, '', PLACES.nowhere));
    else rows.push(row(phone, '', pick(places, PLACES.spring)));
    if (chance > 0.9) rows.push(rows.at(-1) ?? row(phone, '', PLACES.spring));
  }
  rows.push(row(FREE.at(-1), '', PLACES.bannock));
  return rows;
}

/**
 * Numbers that the carriers sell, and what is then set on numbers: to buy, to update, and to release; and rows that request all
 * of it of one number: bought, configured, and given an address that is new.
 */
export function numbersSheet(world: WorldName): SheetRow[] {
  const [, , , covered] = COVERED;
  const [first, second, third, fourth] = FREE;
  const bought = ['+12065550150', '+12065550151'];
  const [whole, other] = ['+12065550152', '+12065550153'];
  const country = 'US';
  const settings = world === 'sinch' ? { display_name: 'Front desk' } : { app_id: 'app-1' };
  return [
    ...bought.map((phone) => ({ ...row(phone, 'buy', null), country })),
    { ...row(first, 'update', null), ...settings, country },
    { ...row(second, 'update', null), ...settings, country },
    { ...row(third, 'release', null), country },
    { ...row(covered, 'release', null), country },
    row(fourth, '', PLACES.spring),
    { ...row(whole, 'assign', PLACES.cStreet), acquire: 'buy', ...settings },
    { ...row(other, 'buy', PLACES.goodlett), ...settings },
  ];
}

/** The sheet as a CSV file, without the columns that are empty throughout. */
export function csvOf(rows: readonly SheetRow[]): string {
  const columns = COLUMNS.filter((column) => rows.some((each) => each[column] !== ''));
  return stringify([...rows], { header: true, columns });
}
