import type { Address, AddressKind } from '../address/address.ts';
import type { UnusedCell } from './request-columns.ts';
import type { SubjectKey } from './subject-key.ts';

/** Everything a row may ask for (docs/contract.md). */
export const ACTIONS = [
  'assign',
  'remove',
  'validate',
  'enable',
  'disable',
  'add-address',
  'update-address',
  'move-site',
  'delete-address',
  'buy',
  'release',
  'update',
  'add-recipient',
  'ignore',
] as const;
export type Action = (typeof ACTIONS)[number];

/** The columns of the group "number settings" (docs/contract.md). */
export const SETTING_COLUMNS = [
  'number_type',
  'features',
  'display_name',
  'app_id',
  'inbound_sms_url',
  'smpp_system_type',
  'voice_target_type',
  'voice_target',
  'voice_status_url',
  'sms_service_plan_id',
  'sms_campaign_id',
  'voice_type',
  'voice_app_id',
  'callback_url',
  'subaccount_key',
] as const;
export type SettingColumn = (typeof SETTING_COLUMNS)[number];

/** Settings that a row names; a column that is absent from the sheet or empty in the row is not in the record. The text `""` (two quotes) in a cell asks for an empty value. */
export type NumberSettings = Readonly<Partial<Record<SettingColumn, string>>>;

export interface Recipient {
  readonly email: string;
  readonly phone: string;
  readonly description: string;
}

/** A checked row: one request about one number, address or recipient. All fields are typed and trusted from here on. */
/** Who approved something in a review, and when (ISO 8601, UTC). */
export interface Approval {
  readonly by: string;
  readonly at: string;
  /** The number may be without an address for longer than `--max-gap`. */
  readonly acceptsGap?: boolean;
}

export interface Request {
  readonly action: Action;
  /** Account name from the config. */
  readonly account: string;
  readonly reference: string;
  /** `buy`: a number that the account does not own is bought first. Absent: it is not. */
  readonly acquire?: 'buy';
  /** The number, or the end user of a row without one; empty for actions that name neither. */
  readonly phoneNumber: SubjectKey;
  /** The id of the end user that the number's endpoint is to have; absent where the row names none beside a number. */
  readonly endUserId?: string;
  /** Country of the number (ISO alpha-2), empty without one. */
  readonly numberCountry: string;
  readonly callerName: string;
  /** Null when the row gives no address (remove, enable, address_id only, ...). */
  readonly address: Address | null;
  /** The address of the row itself, where one that the provider offered was chosen instead. */
  readonly asked?: Address;
  /** Who decided this row in a review; absent for a row without a decision. */
  readonly approval?: Approval;
  readonly addressKind: AddressKind;
  readonly addressLabel: string;
  /** Use this existing address; empty when the row writes one. */
  readonly addressId: string;
  /** Of `move-site`: the address that the site has now, where the row does not name it by its id. */
  readonly oldAddress?: Address;
  /** Of a row that represents one number of a `move-site` row: the site, as `siteOf` writes it. */
  readonly site?: string;
  /** The number or end user that such a row represents, where one change of the address moves all of them. */
  readonly atSite?: SubjectKey;
  /** `address_id` of the form `ref:SITE2`: the reference of the `add-address` row of the sheet whose address it is. */
  readonly addressRef?: string;
  /** Line of that row, once it is found; the address, id, and label of the request are then those of that row. */
  readonly addressRow?: number;
  readonly endpointId: string;
  readonly settings: NumberSettings;
  readonly recipient: Recipient | null;
  /** Filled cells that the action does not consume at this provider; the plan compares them with the present state. */
  readonly unused: readonly UnusedCell[];
  /** The whole address that unused cells write; null when they write none or only a part of one. */
  readonly unusedAddress: Address | null;
}
