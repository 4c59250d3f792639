import type { Address, AddressKind } from '../domain/address/address.ts';
import type { Money } from '../domain/money.ts';
import type { NumberSettings } from '../domain/request/request.ts';
import type { SubjectKey } from '../domain/request/subject-key.ts';

/**
 * A provider's word on an address. `suggested` and `candidates` are in our own form. `unverified`: it was taken, and the
 * provider does not say that it is right (GEOCODED, or an unknown word).
 */
export type AddressVerdict =
  | { readonly kind: 'exact' }
  | { readonly kind: 'unverified'; readonly message: string }
  | { readonly kind: 'near'; readonly suggested: Address; readonly message: string }
  | { readonly kind: 'none'; readonly message: string; readonly candidates: readonly Address[] };

/** The provider's status of a number, put into our words; `status` beside it stays verbatim. Unknown words are `unknown`, never covered. */
export type EmergencyState =
  | 'covered'
  | 'pending'
  | 'removing'
  | 'failed'
  | 'removal-failed'
  | 'missing'
  | 'unknown';

export interface NumberState {
  /** The number, or the end user of an endpoint that has none. Any end user is `endpoint_user_id` in `facts`. */
  readonly phoneNumber: SubjectKey;
  /** The provider's handle: PN sid, endpointId, or the number itself. */
  readonly handle: string;
  readonly country: string;
  readonly voiceCapable: boolean | null;
  readonly emergency: {
    readonly state: EmergencyState;
    /** Verbatim. */
    readonly status: string;
    /** Id of the address resource; empty when none or when addresses have no id. */
    readonly addressId: string;
    /** The address itself when the provider shows it with the number; null when only the ID is known or there is none. */
    readonly address: Address | null;
    /** Null when the provider does not show it with the number. */
    readonly callerName: string | null;
    /** Emergency calling switched on; null when the provider has no switch or does not say. */
    readonly switchedOn: boolean | null;
    /** Why registration failed, in the provider's words. */
    readonly failure: string;
    /** The provider's code of that failure and what to do next; absent when it gives no code. */
    readonly failureCode?: string;
    readonly failureHint?: string;
    /** The provider registered another address than the one that was sent; `address` is what it made of it. */
    readonly isAdjusted?: boolean;
  };
  /** Present number settings in the sheet's own columns; what is accepted and not finished counts as present. */
  readonly settings: NumberSettings;
  /** A change of settings that the provider has accepted and not finished (Sinch scheduled provisioning). */
  readonly settingsPending: string;
  /** Settings whose last change was accepted and failed afterward, with the provider's words; absent when there are none. */
  readonly settingsFailed?: NumberSettings;
  /** Further facts for exports, column name to text: latitude, type, capabilities. */
  readonly facts: Readonly<Record<string, string>>;
  /** Why the number alone does not say what is to be changed, as a sentence; absent when it does. */
  readonly ambiguous?: string;
  /** Of several handles that the number has, those that this program made; absent where a number has one. */
  readonly ownHandles?: readonly string[];
}

export interface StoredAddress {
  readonly id: string;
  readonly address: Address;
  /** Null when the provider keeps no caller name with the address. */
  readonly callerName: string | null;
  readonly label: string;
  /** The text of the tag field, verbatim; empty when none. */
  readonly tag: string;
  /** False when the provider has the address but not for emergency use. */
  readonly emergencyEnabled: boolean;
  /** Verbatim (VALID, GEOCODED, ...); empty when the provider says none. */
  readonly status: string;
  /** Why the provider's status is less than its word that the address is right, as a sentence; absent when it is that. */
  readonly unverified?: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** A page of a listing. An adapter throws when a page is missing, repeated or unreadable: a shortened list is never an answer. */
export interface Page<T> {
  readonly items: readonly T[];
  /** How many items the provider says there are in all; null when it does not say. */
  readonly total: number | null;
}

/** What a new or changed address should be. */
export interface AddressContent {
  readonly address: Address;
  readonly callerName: string;
  readonly label: string;
  readonly addressKind: AddressKind;
  /** Our tag, letters and digits, at most `capabilities.tag.maxChars`. */
  readonly tag: string;
}

/** What a number for sale costs, in the text of the provider's answer; what it does not state is empty. */
export interface Price {
  /** Paid once, when the number is bought. */
  readonly setup: Money;
  /** Paid every month. */
  readonly monthly: Money;
}

export interface AvailableNumber {
  readonly phoneNumber: string;
  readonly country: string;
  /** Null when the provider does not say. */
  readonly voiceCapable: boolean | null;
  readonly price: Price;
  readonly facts: Readonly<Record<string, string>>;
}

/** Filters of a number search or list, in the sheet's words; each provider maps the ones it has. */
export interface NumberFilter {
  readonly country?: string;
  readonly numberType?: string;
  readonly pattern?: string;
  readonly searchPattern?: 'start' | 'contains' | 'end';
  readonly features?: string;
  readonly applicationId?: string;
  readonly hasApplication?: boolean;
  /** Id of the SIP trunk that a number is associated with. */
  readonly trunkId?: string;
  readonly limit?: number;
}
