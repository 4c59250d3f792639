import { type Address, addressLine } from '../../domain/address/address.ts';
import { type Recipient, SETTING_COLUMNS } from '../../domain/request/request.ts';
import { keyCells } from '../../domain/request/subject-key.ts';
import { labelWithoutTag } from '../../domain/request/tag.ts';
import { isRefused, splitLine } from '../../domain/street/street-split.ts';
import type { AvailableNumber, NumberState, StoredAddress } from '../../providers/contract.ts';
import {
  CANONICAL_COLUMNS,
  type CanonicalColumn,
  EXPORT_COLUMNS,
  findColumn,
  PART_COLUMNS,
} from '../../sheet/columns/columns.ts';
import type { RowOwner } from '../context/row-account.ts';
import type { NumberFacts } from '../numbers/number-facts.ts';

/** The columns after the sheet's own; the first four are also columns of results.csv. */
export const STATUS_COLUMNS = [
  'provider',
  'provider_address_id',
  'emergency_status',
  'validation',
  ...EXPORT_COLUMNS,
] as const;
type StatusColumn = (typeof STATUS_COLUMNS)[number];

/** `plus_four` is part of `postal_code`. */
export const ROW_COLUMNS: readonly (CanonicalColumn | StatusColumn)[] = [
  ...CANONICAL_COLUMNS.filter((column) => column !== 'plus_four'),
  ...STATUS_COLUMNS,
];

/** One row of an export by column; a column that is not named is empty. */
export type RowCellsOut = Partial<Record<CanonicalColumn | StatusColumn, string>>;

function begin({ account, provider }: RowOwner): RowCellsOut {
  return { action: 'ignore', account, provider };
}

/** An address as the sheet takes it: one line, or its pieces where the line could not be split into them again. */
export function addressCells(address: Address): RowCellsOut {
  const { unit, city, region, country } = address;
  const rest = { unit, city, region, postal_code: address.postalCode, country };
  const { parts } = address;
  const split = parts === null ? null : splitLine(address.street, country);
  const isLineEnough =
    parts === null ||
    (split !== null && !isRefused(split) && JSON.stringify(split.parts) === JSON.stringify(parts));
  if (isLineEnough) return { street: address.street, ...rest };
  const pieces = [
    parts.houseNumber,
    parts.houseSuffix,
    parts.preDirectional,
    parts.streetName,
    parts.streetSuffix,
    parts.postDirectional,
  ];
  return { ...Object.fromEntries(PART_COLUMNS.map((column, at) => [column, pieces[at] ?? ''])), ...rest };
}

/** A number as a row of the next sheet. */
export function numberRow(
  owner: RowOwner,
  known: Pick<NumberFacts, 'number' | 'stored' | 'address' | 'callerName' | 'coverage' | 'unreadable'>,
): RowCellsOut {
  const { number, stored, coverage, address } = known;
  const { emergency, facts, settings } = number;
  return {
    ...begin(owner),
    ...keyCells(number.phoneNumber),
    caller_name: known.callerName,
    country: number.country,
    ...(address === null ? {} : addressCells(address)),
    ...(stored === null ? {} : storedCells(stored)),
    endpoint_id: handleOf(number),
    ...settings,
    provider_address_id: emergency.addressId,
    emergency_status: emergency.status,
    validation: stored === null ? '' : validationOf(stored),
    emergency_state: coverage,
    emergency_enabled: yesNo(emergency.switchedOn),
    emergency_failure: emergency.failure,
    voice_capable: yesNo(number.voiceCapable),
    number_country: number.country,
    ...factCells(stored?.facts ?? {}),
    ...factCells(facts),
    settings_pending: number.settingsPending,
    facts: factsText(facts),
    export_note: noteOf(known),
  };
}

/** What a reader has to know of the row beside its cells. */
function noteOf({
  number,
  address,
  unreadable,
}: Pick<NumberFacts, 'number' | 'address' | 'unreadable'>): string {
  if (unreadable !== '') return `could not be read: ${unreadable}`;
  return address === null && number.emergency.addressId !== ''
    ? 'the provider does not show the address'
    : '';
}

/** The provider's own handle of the number, where it is more than the number itself. */
function handleOf({ phoneNumber, handle }: NumberState): string {
  return handle === phoneNumber || handle === phoneNumber.slice(1) ? '' : handle;
}

/** `address_id` is filled here, and not with numbers: there it would outweigh an address that was edited beside it. */
export function addressRow(owner: RowOwner, stored: StoredAddress): RowCellsOut {
  return {
    ...begin(owner),
    caller_name: stored.callerName ?? '',
    ...addressCells(stored.address),
    ...storedCells(stored),
    address_id: stored.id,
    emergency_status: stored.status,
    validation: validationOf(stored),
    ...factCells(stored.facts),
    facts: factsText(stored.facts),
    export_note: addressLine(stored.address) === '' ? 'the provider does not show the address' : '',
  };
}

/** A notification recipient as a row of the next sheet. */
export function recipientRow(owner: RowOwner, recipient: Recipient & { readonly id: string }): RowCellsOut {
  return {
    ...begin(owner),
    recipient_email: recipient.email,
    recipient_phone: recipient.phone,
    recipient_description: recipient.description,
    recipient_id: recipient.id,
  };
}

/** A number for sale as a row. */
export function availableRow(owner: RowOwner, number: AvailableNumber): RowCellsOut {
  const settings = SETTING_COLUMNS.flatMap((column) => {
    const value = number.facts[column];
    return value === undefined ? [] : [[column, value] as const];
  });
  const { setup, monthly } = number.price;
  return {
    ...begin(owner),
    phone_number: number.phoneNumber,
    country: number.country,
    ...Object.fromEntries(settings),
    number_country: number.country,
    ...factCells(number.facts),
    setup_price: setup.amount,
    monthly_price: monthly.amount,
    price_currency: currencyCell(setup.currency, monthly.currency),
    facts: factsText(number.facts, SETTING_COLUMNS),
  };
}

/** One currency for both prices, or which price is in which: the column says nothing that is true of one price alone. */
function currencyCell(setup: string, monthly: string): string {
  if (setup === monthly || setup === '' || monthly === '') return monthly || setup;
  return `setup ${setup}, monthly ${monthly}`;
}

/** The row that says in the file itself that an account is incomplete. It is ignored when the file is read again. */
export function incompleteRow(owner: RowOwner, problem: string): RowCellsOut {
  return { ...begin(owner), export_note: `INCOMPLETE: ${problem}` };
}

function storedCells(stored: StoredAddress): RowCellsOut {
  const kind = Object.entries(stored.facts).find(([name]) => findColumn(name) === 'address_kind')?.[1] ?? '';
  return { address_label: labelWithoutTag(stored.label), address_kind: kind };
}

/** The provider's status of the address, verbatim; where it has none, whether the address is accepted for emergency use. */
function validationOf(stored: StoredAddress): string {
  return stored.status || (stored.emergencyEnabled ? 'accepted' : 'not for emergency use');
}

function yesNo(value: boolean | null): string {
  return value === null ? '' : value ? 'yes' : 'no';
}

/** Facts without a column of their own, by name. */
function factsText(facts: Readonly<Record<string, string>>, shown: readonly string[] = []): string {
  return Object.entries(facts)
    .filter(([name, value]) => value !== '' && !HAVE_COLUMNS.has(name) && !shown.includes(name))
    .filter(([name]) => findColumn(name) !== 'address_kind')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

/** Facts that have a column of their own name. */
const FACT_COLUMNS = [...EXPORT_COLUMNS, 'latitude', 'longitude', 'endpoint_user_id'] as const;
const HAVE_COLUMNS: ReadonlySet<string> = new Set(FACT_COLUMNS);

function factCells(facts: Readonly<Record<string, string>>): RowCellsOut {
  return Object.fromEntries(FACT_COLUMNS.flatMap((name) => (facts[name] ? [[name, facts[name]]] : [])));
}
