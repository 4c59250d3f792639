import type { ZodType } from 'zod';
import type { Address, AddressKind } from '../domain/address.ts';
import type { Clock } from '../domain/clock.ts';
import type { Action, NumberSettings, Recipient, Request, SettingColumn } from '../domain/request.ts';
import type { Problem } from '../errors/problem.ts';
import type { Call, Transport } from '../http/transport.ts';

/*
 * Start here to write an adapter. An adapter translates; it never repeats, paces, logs or journals.
 * A provider is a folder `src/providers/<name>/` with the same files in each:
 *   index.ts (definition + create) settings.ts capabilities.ts api.ts wire.ts convert.ts refuse.ts errors.ts
 */

const PROVIDER_NAMES = ['twilio', 'vonage', 'sinch', 'bandwidth'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** Pace of one account. `requestsPerSecond` is never exceeded after the burst; `concurrency` is requests in flight. */
export interface Limits {
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly concurrency: number;
}

/** A filter that not every provider has. */
export type FilterName = 'numberType' | 'features' | 'applicationId' | 'hasApplication';
export type ExportKind = 'numbers' | 'addresses' | 'recipients' | 'available';

/** What a provider can do, as data: the planner, the offline checks, `e911 providers` and the contract suite read it. */
export interface Capabilities {
  /** Name for people: `Twilio`, `Bandwidth (orders)`. */
  readonly title: string;
  readonly actions: readonly Action[];
  /** An address is a resource with an id shared by numbers, or a part of the number. */
  readonly addressModel: 'own-resource' | 'inside-number';
  /** Whether the stored address holds the caller name (Twilio CustomerName) or the number does. */
  readonly callerNameIn: 'address' | 'number';
  readonly addressCheck: 'without-writing' | 'by-creating';
  /** What an address question needs beside the address. Sinch asks on a number of the project. */
  readonly addressCheckNeedsNumber: boolean;
  /** `remove-then-add` opens an uncovered gap on a change of address. */
  readonly replacement: 'in-place' | 'remove-then-add';
  /** Asynchronous: a write is only the start, coverage is polled for. */
  readonly registration: 'asynchronous' | 'synchronous';
  /** How emergency calling is switched on and off. */
  readonly emergencySwitch: 'own-call' | 'field' | 'none';
  /** Whether the list of numbers already shows each number's emergency address and status. */
  readonly listShowsEmergency: boolean;
  /** Countries whose numbers can have an emergency address. */
  readonly countries: readonly string[];
  /**
   * The tag by which the program finds what it made: field and its bound. `own` is the pattern of a tag of the user's
   * own, where the field is the address's id; absent when the provider gives every id itself. The tag names an address, the
   * same in every run, or (`names: 'order'`) one call of one run.
   */
  readonly tag: {
    readonly field: string;
    readonly maxChars: number;
    readonly own?: string;
    readonly names?: 'order';
  } | null;
  readonly settingColumns: readonly SettingColumn[];
  /**
   * The columns that each action sends to the provider or compares with its state, beside `KEY_COLUMNS`. A filled cell of
   * any other column is named in a problem of its row: nothing in a sheet is dropped without a word.
   */
  readonly consumes: Readonly<Partial<Record<Action, readonly string[]>>>;
  /** Of `settingColumns`, those that an update can clear (`""` in a cell). */
  readonly clearableColumns: readonly SettingColumn[];
  readonly exports: readonly ExportKind[];
  /** What the list of numbers asks for, and what it can never show; a compliance set says both. */
  readonly listing: { readonly scope: string; readonly cannotList: string };
  /** The filters that an export can apply here beside country, pattern and limit, which it can apply everywhere. */
  readonly filters: {
    readonly numbers: readonly FilterName[];
    readonly available: readonly FilterName[];
    /** The provider's types of numbers, where it publishes them all; otherwise empty. */
    readonly numberTypes: readonly string[];
  };
  readonly limits: Limits & { readonly source: string };
}

/**
 * A provider's word on an address. `suggested` and `candidates` are in our own form. `unverified`: it was taken, and the
 * provider does not say that it is right (GEOCODED, or a word nobody knows).
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
  /** `+` and digits; empty for an endpoint that a carrier knows by the id of its user alone (`endpoint_user_id` in `facts`). */
  readonly phoneNumber: string;
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
    /** The address itself when the provider shows it with the number; null when only the id is known or there is none. */
    readonly address: Address | null;
    /** Null when the provider does not show it with the number. */
    readonly callerName: string | null;
    /** Emergency calling switched on; null when the provider has no switch or does not say. */
    readonly switchedOn: boolean | null;
    /** Why registration failed, in the provider's words. */
    readonly failure: string;
    /** The provider's code of that failure and what a person does next; absent when it gives no code. */
    readonly failureCode?: string;
    readonly failureHint?: string;
    /** The provider registered another address than the one that was sent; `address` is what it made of it. */
    readonly isAdjusted?: boolean;
  };
  /** Present number settings in the sheet's own columns; what is accepted and not finished counts as present. */
  readonly settings: NumberSettings;
  /** A change of settings that the provider has accepted and not finished (Sinch scheduled provisioning). */
  readonly settingsPending: string;
  /** Settings whose last change was accepted and failed afterwards, with the provider's words; absent when there are none. */
  readonly settingsFailed?: NumberSettings;
  /** Further facts for exports, column name to text: latitude, type, capabilities. */
  readonly facts: Readonly<Record<string, string>>;
  /** Why the number alone does not say what is to be changed, as a sentence; absent when it does. */
  readonly ambiguous?: string;
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

/** One changing call, as plain data: it can be written as a JSON line, reviewed, journalled, settled and undone. */
export type Step =
  | ({ readonly kind: 'create-address' } & AddressContent)
  | ({ readonly kind: 'update-address'; readonly addressId: string } & AddressContent)
  | { readonly kind: 'delete-address'; readonly addressId: string }
  | ({
      readonly kind: 'associate';
      readonly phoneNumber: string;
      /** Present handle, empty when the provider has none for this number yet. */
      readonly handle: string;
      /** Empty when addresses live inside the number. */
      readonly addressId: string;
    } & AddressContent)
  | {
      readonly kind: 'disassociate';
      readonly phoneNumber: string;
      readonly handle: string;
      readonly tag: string;
    }
  | {
      readonly kind: 'switch-emergency';
      readonly phoneNumber: string;
      readonly handle: string;
      readonly on: boolean;
    }
  | {
      readonly kind: 'buy';
      readonly phoneNumber: string;
      readonly country: string;
      readonly settings: NumberSettings;
    }
  | {
      readonly kind: 'release';
      readonly phoneNumber: string;
      readonly handle: string;
      readonly country: string;
      readonly settings: NumberSettings;
    }
  | {
      readonly kind: 'update-number';
      readonly phoneNumber: string;
      readonly handle: string;
      readonly country: string;
      /** The settings that differ, `""` to clear one. */
      readonly settings: NumberSettings;
      /** All settings as they stand, for providers that forget what is not sent again. */
      readonly present: NumberSettings;
    }
  | { readonly kind: 'add-recipient'; readonly recipient: Recipient; readonly tag: string };
export type StepKind = Step['kind'];

/** What a step that was carried out left behind. */
export interface StepResult {
  /** Id of what was made or used: address id, endpoint id, order id. */
  readonly id: string;
  /** Handle under which the number is known from now on; undefined when it did not change. */
  readonly handle?: string | undefined;
  /** Order to follow until the number is covered or not; undefined when the provider has none. */
  readonly following?: string | undefined;
  /** The address as the provider stored it, when its answer shows it. */
  readonly stored?: StoredAddress | undefined;
  /** The provider took the call and its answer shows that nothing changed: it ignores what was asked for. */
  readonly isIgnored?: boolean | undefined;
  readonly requestId: string;
}

/** Answer of a look after an unknown outcome. `unclear` means that the reads do not settle it. */
export type EffectCheck =
  | { readonly found: 'done'; readonly result: StepResult }
  | { readonly found: 'absent' }
  | { readonly found: 'unclear'; readonly why: string };

export interface AvailableNumber {
  readonly phoneNumber: string;
  readonly country: string;
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
  readonly limit?: number;
}

/** One account at one provider, ready to be called. */
export interface ProviderAccount {
  readonly provider: ProviderName;
  /** Provider, origin and the provider's own account id: names the account whatever the config calls it. Holds no secret. */
  readonly accountKey: string;
  readonly capabilities: Capabilities;

  /** One cheap authenticated read. Throws ProviderError (`credentials`, `not-sent`, ...). */
  checkAccess(call: Call): Promise<void>;
  listNumbers(call: Call, filter?: NumberFilter): AsyncIterable<Page<NumberState>>;
  /** A listed number with its emergency state, in as few reads as there can be. Present when `listShowsEmergency` is false. */
  completeNumber?(listed: NumberState, call: Call): Promise<NumberState>;
  /** One number with its emergency state; null when it is not in the account. `following` is the order of the last write. */
  findNumber(phoneNumber: string, call: Call, following?: string): Promise<NumberState | null>;
  /**
   * What a number is that a whole list does not show, without a call. Present where a list holds only what was made for a
   * number (endpoints) and any number may be given one; absent where only asking for the number tells.
   */
  unlistedNumber?(phoneNumber: string): NumberState | null;
  /** The addresses that can be used for emergency calls. Empty for providers whose addresses live inside the number. */
  listAddresses(call: Call): AsyncIterable<Page<StoredAddress>>;
  findAddress(addressId: string, call: Call): Promise<StoredAddress | null>;
  /** Asks about an address without writing. Present only when `addressCheck` is `without-writing`. */
  checkAddress?(content: AddressContent, phoneNumber: string, call: Call): Promise<AddressVerdict>;
  /** Present when `exports` names them. */
  listRecipients?(call: Call): AsyncIterable<Page<Recipient & { readonly id: string }>>;
  /** Cuts changed settings into the calls that are needed, in order; absent when one call does. */
  updateStages?(settings: NumberSettings, present: NumberSettings): readonly NumberSettings[];
  searchAvailable?(filter: NumberFilter, call: Call): AsyncIterable<Page<AvailableNumber>>;

  /**
   * Makes exactly one changing call and returns what it left; throws ProviderError otherwise. Reads and token calls
   * before it are allowed. Every changing request is sent with `effect: true`.
   */
  execute(step: Step, call: Call): Promise<StepResult>;
  /** Reads whether a step whose answer was lost took effect, by tag or by state. Never changes anything. */
  checkEffect(step: Step, call: Call): Promise<EffectCheck>;
}

/** How a setting of the config is given. */
export interface SettingName {
  /** Name in the config file: `account_sid`. */
  readonly name: string;
  /** Environment variable that makes a provider an account without a config file. */
  readonly environment: string;
  readonly secret: boolean;
  /** An account of the environment does without it. */
  readonly optional?: boolean;
}

/** A provider (or one dialect of it) as the registry lists it. */
export interface ProviderDefinition<Settings = unknown> {
  readonly provider: ProviderName;
  /** Dialect name when a provider has several; empty otherwise. */
  readonly dialect: string;
  readonly capabilities: Capabilities;
  /** Strict schema of the account's settings, without `provider` and `limits`. */
  readonly settings: ZodType<Settings>;
  readonly settingNames: readonly SettingName[];
  /** Where there are several ways to prove the account: the settings of each, the preferred one first. One is needed. */
  readonly logins?: readonly (readonly string[])[];
  /** Variable that chooses the dialect of an account of the environment. */
  readonly dialectEnvironment?: string;
  /** Config keys that hold base URLs with their live values, e.g. `base_url: https://api.twilio.com`. */
  readonly baseUrls: Readonly<Record<string, string>>;
  /** Base URLs that depend on other settings, where the config does not write them out. */
  defaultBaseUrls?(given: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** What works today and will end, a sentence each. */
  notices?(settings: Settings): readonly string[];
  /** What this provider cannot hold, checked offline before any call. */
  refuse(request: Request, row: number): readonly Problem[];
  create(settings: Settings, transport: Transport, options?: CreateOptions): ProviderAccount;
}

/** What an adapter may need beside its transport. */
export interface CreateOptions {
  /** For tokens that expire; an adapter that has none of it renews a token when it is refused. */
  readonly clock?: Clock | undefined;
}
