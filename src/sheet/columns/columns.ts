import { ACTIONS } from '../../domain/request.ts';
import { createSuggester } from '../../domain/suggest.ts';

/*
 * Every column a sheet may have, once. To teach the reader another name for a column, add it to the list beside
 * it: names are compared without case, spaces, `-` and `_`, so `Street Secondary` needs no entry beside
 * `StreetSecondary`. The carriers' own names are those of their requests and templates.
 */

/** Canonical column -> other names it goes by. */
const COLUMN_ALIASES = {
  phone_number: [
    'phone',
    'number',
    'tn',
    'did',
    'telephone',
    'phone no',
    'phone #',
    'tel',
    'e164',
    'msisdn',
    'telephone number',
    'full number',
    'phone numbers',
    'did number',
    'callback number',
  ],
  action: ['operation', 'todo'],
  account: ['account name'],
  reference: ['ref', 'external id', 'customer reference', 'customer order id', 'your reference'],
  caller_name: [
    'name',
    'customer name',
    'contact name',
    'company',
    'company name',
    'business name',
    'cnam',
    'caller id name',
    'subscriber name',
  ],
  street: ['address', 'address line 1', 'address 1', 'street address', 'street 1', 'line 1'],
  house_number: ['street number', 'house no', 'civic number', 'building number'],
  house_suffix: ['house number suffix', 'street number suffix'],
  pre_directional: ['prefix directional', 'pre dir', 'predir', 'street pre directional'],
  street_name: ['street info'],
  street_suffix: ['street type'],
  post_directional: ['suffix directional', 'post dir', 'postdir', 'street post directional'],
  unit: [
    'street secondary',
    'address line 2',
    'address 2',
    'street 2',
    'line 2',
    'location',
    'suite',
    'apt',
    'apartment',
    'ste',
    'room',
    'floor',
    'unit number',
    'secondary',
  ],
  city: ['town', 'locality', 'municipality', 'community'],
  region: ['state', 'province', 'state code', 'state/province', 'state or province', 'st', 'prov'],
  postal_code: ['zip', 'zip code', 'postcode', 'post code', 'postal', 'zip5'],
  plus_four: ['zip4', 'zip plus four', 'zip+4', '+4', 'postal code plus four'],
  country: ['iso country', 'country code', 'country iso'],
  address_kind: ['address location type', 'address type', 'location type'],
  address_label: ['friendly name', 'address name', 'description', 'label', 'location description'],
  address_id: ['address sid', 'emergency address sid', 'location id', 'address.id'],
  endpoint_id: ['endpoint', 'emergency endpoint id'],
  number_type: ['type'],
  features: ['capabilities', 'feature'],
  display_name: ['number name'],
  app_id: ['application id', 'application'],
  inbound_sms_url: ['mo http url', 'sms url'],
  smpp_system_type: ['mo smpp sys type'],
  voice_target_type: ['voice callback type'],
  voice_target: ['voice callback value'],
  voice_status_url: ['voice status callback'],
  sms_service_plan_id: ['service plan id', 'sms configuration.service plan id'],
  sms_campaign_id: ['campaign id', 'sms configuration.campaign id'],
  voice_type: ['voice configuration.type'],
  voice_app_id: ['voice configuration.app id'],
  callback_url: ['callback'],
  subaccount_key: ['target api key'],
  recipient_email: ['email', 'email address', 'notification email', 'recipient email address'],
  recipient_phone: [
    'notification phone',
    'sms number',
    'recipient number',
    'recipient sms',
    'recipient tts',
    'recipient telephone number',
  ],
  recipient_description: ['recipient name', 'notification recipient description'],
} as const satisfies Record<string, readonly string[]>;

export type CanonicalColumn = keyof typeof COLUMN_ALIASES;

/** All columns, in the order of CONTRACT section 5. */
export const CANONICAL_COLUMNS: readonly CanonicalColumn[] = Object.keys(COLUMN_ALIASES).filter(isCanonical);

/** The columns that split a street line. */
export const PART_COLUMNS = [
  'house_number',
  'house_suffix',
  'pre_directional',
  'street_name',
  'street_suffix',
  'post_directional',
] as const satisfies readonly CanonicalColumn[];

/** The form of the address that the provider suggests. */
export const SUGGESTED_COLUMNS = [
  'suggested_street',
  'suggested_unit',
  'suggested_city',
  'suggested_region',
  'suggested_postal_code',
  'suggested_country',
] as const;

/** What is wrong with a row, where, and what to do. */
export const ERROR_CELLS = ['error_code', 'error_column', 'error_message', 'hint'] as const;

/** The columns that the program appends to result files (CONTRACT section 6), in their order. */
export const RESULT_COLUMNS = [
  'row',
  'result',
  'stage',
  'detail',
  'provider',
  'resolved_account',
  'e164',
  'provider_address_id',
  'validation',
  ...SUGGESTED_COLUMNS,
  'address_before',
  'address_after',
  'emergency_status',
  ...ERROR_CELLS,
  'provider_code',
  'provider_message',
  'provider_request_id',
  'attempts',
  'started_at',
  'finished_at',
  'uncovered_seconds',
  'run_id',
] as const;

/**
 * What an export says of a number or address beside the sheet's own columns and those of `RESULT_COLUMNS`. A sheet that
 * comes back with them is an edited export: they are echoed and never read.
 */
export const EXPORT_COLUMNS = [
  'emergency_state',
  'emergency_enabled',
  'emergency_failure',
  'voice_capable',
  'number_country',
  'latitude',
  'longitude',
  'settings_pending',
  'recipient_id',
  'facts',
  'export_note',
  'provisioning_status',
  'provisioning_errors',
  'limitations',
  'setup_price',
  'monthly_price',
  'price_currency',
  'endpoint_user_id',
] as const;

/** Where the recognised columns of one sheet stand. Positions count from 0 in `Sheet.header` and in a row's `cells`. */
export interface ColumnMapping {
  readonly columns: ReadonlyMap<CanonicalColumn, number>;
  /** Header texts that name no column of ours; they are kept and echoed. */
  readonly unknown: readonly string[];
}

const MAX_NAME_CHARS = 1000;

/** A header text with all that is not compared taken away. */
export function foldColumnName(name: string): string {
  // Nobody types a name this long, and some letters become eighteen.
  if (name.length > MAX_NAME_CHARS) return name;
  return name
    .normalize('NFKC')
    .replace(/[\s_\-\u200B\u200E\u200F\u2060\uFEFF]+/gu, '')
    .toLowerCase();
}

const COLUMN_BY_FOLDED_NAME: ReadonlyMap<string, CanonicalColumn> = new Map(
  CANONICAL_COLUMNS.flatMap((column) =>
    [column, ...COLUMN_ALIASES[column]].map((name) => [foldColumnName(name), column] as const),
  ),
);

const EXPORT_COLUMN_NAMES: ReadonlySet<string> = new Set(EXPORT_COLUMNS.map(foldColumnName));
const RESULT_COLUMN_NAMES: ReadonlySet<string> = new Set(RESULT_COLUMNS.map(foldColumnName));

/** The column that a header text names; undefined when it names none. */
export function findColumn(name: string): CanonicalColumn | undefined {
  return COLUMN_BY_FOLDED_NAME.get(foldColumnName(name));
}

/** The header is searched for in this many rows from the top. */
export const HEADER_SEARCH_ROWS = 10;

/** How many different known columns the cells of a row name. */
export function countKnownColumns(cells: readonly string[]): number {
  return new Set(cells.map(findColumn).filter((column) => column !== undefined)).size;
}

/** Whether a header text is one of the program's own result columns. */
export function isResultColumn(name: string): boolean {
  return RESULT_COLUMN_NAMES.has(foldColumnName(name));
}

/** Whether a header text is one that an export writes and no run reads. */
export function isExportColumn(name: string): boolean {
  return EXPORT_COLUMN_NAMES.has(foldColumnName(name));
}

const suggestName = createSuggester([...COLUMN_BY_FOLDED_NAME.keys()]);

/** The canonical column whose name or alias is nearest to a mistyped header; undefined when none is near. */
export function suggestColumn(name: string): CanonicalColumn | undefined {
  const near = suggestName(foldColumnName(name));
  return near === undefined ? undefined : COLUMN_BY_FOLDED_NAME.get(near);
}

/** The nearest action to a mistyped one. */
export const suggestAction = createSuggester(ACTIONS);

function isCanonical(name: string): name is CanonicalColumn {
  return Object.hasOwn(COLUMN_ALIASES, name);
}
