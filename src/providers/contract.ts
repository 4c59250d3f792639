import type { ZodType } from 'zod';
import type { Clock } from '../domain/clock.ts';
import type { NumberSettings, Recipient, Request } from '../domain/request/request.ts';
import type { SubjectKey } from '../domain/request/subject-key.ts';
import type { Problem } from '../errors/problem.ts';
import type { Call, Transport } from '../http/transport.ts';
import type { Capabilities } from './capabilities.ts';
import type {
  AddressContent,
  AddressVerdict,
  AvailableNumber,
  NumberFilter,
  NumberState,
  Page,
  StoredAddress,
} from './present-state.ts';
import type { EffectCheck, Step, StepResult } from './step.ts';

export type * from './capabilities.ts';
export type * from './present-state.ts';
export type * from './step.ts';

/*
 * Start here to write an adapter. An adapter translates; it never repeats, paces, logs or journals.
 * What it declares is in capabilities.ts, what it reads in present-state.ts, what it changes in step.ts.
 * A provider is a folder `src/providers/<name>/` with the same files in each:
 *   index.ts (definition + create) settings.ts capabilities.ts api.ts wire.ts convert.ts refuse.ts errors.ts
 */

const PROVIDER_NAMES = ['twilio', 'vonage', 'sinch', 'bandwidth'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** What is known of a number before it is read. */
export interface KnownNumber {
  /** The handle that it had; it may be gone. */
  readonly handle?: string;
  /** The order, or the endpoint, of the last write. */
  readonly following?: string;
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
  /** One number (or end user, where `endUsers`) with its emergency state; null when it is not in the account. */
  findNumber(phoneNumber: SubjectKey, call: Call, known?: KnownNumber): Promise<NumberState | null>;
  /**
   * What a number is that a whole list does not show, without a call. Present where a list holds only what was made for a
   * number (endpoints) and any number may be given one; absent where only asking for the number tells.
   */
  unlistedNumber?(phoneNumber: SubjectKey): NumberState | null;
  /** `findNumber` asks for the number itself and no list takes part, so what it does not find is not there. */
  readonly findsWithoutList?: true;
  /**
   * Whether the account has the number, or what was made for it, asked in a way that no list takes part in. `handle` is the
   * one that it was last known by, or empty. False when that cannot be told.
   */
  showsNumber?(phoneNumber: SubjectKey, handle: string, call: Call): Promise<boolean>;
  /** The addresses that can be used for emergency calls. Empty for providers whose addresses live inside the number. */
  listAddresses(call: Call): AsyncIterable<Page<StoredAddress>>;
  /** The same list by another way: the provider's own filter for a caller name. Absent where lists have no filter. */
  listAddressesOf?(callerName: string, call: Call): AsyncIterable<Page<StoredAddress>>;
  findAddress(addressId: string, call: Call): Promise<StoredAddress | null>;
  /** Asks about an address without writing. Present only when `addressCheck` is `without-writing`. */
  checkAddress?(content: AddressContent, phoneNumber: string, call: Call): Promise<AddressVerdict>;
  /** Present when `exports` names them. */
  listRecipients?(call: Call): AsyncIterable<Page<Recipient & { readonly id: string }>>;
  /** Cuts changed settings into the calls that are needed, in order; absent when one call does. */
  updateStages?(settings: NumberSettings, present: NumberSettings): readonly NumberSettings[];
  searchAvailable?(filter: NumberFilter, call: Call): AsyncIterable<Page<AvailableNumber>>;
  /** One number as it is offered; null when it is not for sale. Present where the provider takes `buy`. */
  findAvailable?(phoneNumber: string, country: string, call: Call): Promise<AvailableNumber | null>;

  /**
   * Makes exactly one changing call and returns what it left; throws ProviderError otherwise. Reads and token calls
   * around it are allowed. Every changing request is sent with `effect: true`.
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

/** An account that the credentials of another one reach. */
export interface Subaccount {
  /** The provider's own ID of it. */
  readonly id: string;
  readonly isActive: boolean;
  /** The provider's own word for its state, verbatim. */
  readonly status: string;
}

/** Where one set of credentials reaches several accounts. */
interface SubaccountDefinition<Settings> {
  /** The setting that makes them accounts; its one value is `all`. */
  readonly setting: string;
  /** Whether a text has the form of a subaccount's id, known offline. */
  isId(text: string): boolean;
  /** The settings of a subaccount, from those of the account whose credentials it uses. */
  settingsOf(settings: Settings, id: string): Settings;
  /** All of them but the account itself, with no secret of theirs. @throws ProviderError, IncompleteListError */
  list(settings: Settings, transport: Transport, call: Call): Promise<readonly Subaccount[]>;
}

/** A provider (or one dialect of it) as the registry lists it. */
export interface ProviderDefinition<Settings = unknown> {
  readonly provider: ProviderName;
  /** Dialect name when a provider has several; empty otherwise. */
  readonly dialect: string;
  /** What the dialect is and who has it, for a written config; a provider of one dialect has none. */
  readonly dialectNote?: string;
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
  readonly subaccounts?: SubaccountDefinition<Settings>;
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
