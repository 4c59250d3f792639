/*
 * The columns of a request, in groups. An action of a provider declares the ones it sends or compares
 * (`Capabilities.consumes`); a filled cell of any other column is named in a problem of its row.
 */

/** The parts of a written address. `country` is not one of them: a national phone number needs it too. */
export const ADDRESS_COLUMNS = [
  'street',
  'house_number',
  'house_suffix',
  'pre_directional',
  'street_name',
  'street_suffix',
  'post_directional',
  'unit',
  'city',
  'region',
  'postal_code',
  'plus_four',
] as const;

/** What an emergency address is made of at any provider: a row without an address has no use for them. */
export const COVERAGE_COLUMNS = [
  'caller_name',
  ...ADDRESS_COLUMNS,
  'address_label',
  'address_kind',
  'address_id',
] as const;

/** The notification recipient of an `add-recipient` row. */
export const RECIPIENT_COLUMNS = ['recipient_email', 'recipient_phone', 'recipient_description'] as const;

/**
 * Columns that say which row, number, account and action are meant. They are read for every action, and the handle in
 * `endpoint_id` is compared with the number's own.
 */
export const KEY_COLUMNS = [
  'action',
  'account',
  'reference',
  'phone_number',
  'country',
  'endpoint_id',
] as const;

/** Filled, and neither sent to the provider nor compared with its present state. */
export interface UnusedCell {
  readonly column: string;
  /** The cell without invisible characters and outer spaces. */
  readonly value: string;
}
