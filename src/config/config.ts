import type { OwnFees } from '../domain/fees.ts';
import type { Limits, ProviderDefinition } from '../providers/contract.ts';

/** One account of the config. What `access` returns holds secrets: never logged, journaled, or reported. */
export interface AccountEntry {
  /** The user's name for it. */
  readonly name: string;
  readonly definition: ProviderDefinition;
  readonly limits: Limits;
  /** What its carrier charges, as the config states it (`fees`). */
  readonly fees?: OwnFees;
  /** Whether `name/ID` names a subaccount of it (`subaccounts: all`). */
  readonly hasSubaccounts?: boolean;
  /** Of a subaccount: the account whose credentials it uses, and its own ID at the provider. */
  readonly subaccount?: { readonly of: AccountEntry; readonly id: string };
  /**
   * Looks up the references, once: a command that has no use for an account asks for none of its secrets.
   * @throws UsageError naming everything that is wrong with them, values never repeated.
   */
  access(): Promise<AccountAccess>;
}

/** What it takes to call an account. */
export interface AccountAccess {
  /** As the provider's schema gives them. */
  readonly settings: unknown;
  /** The origins of its base URLs: the only places its credentials may go. */
  readonly origins: readonly string[];
  /** To be kept out of every text. */
  readonly secretValues: readonly string[];
}

export interface Config {
  readonly accounts: ReadonlyMap<string, AccountEntry>;
  readonly defaults: {
    /** Account for rows that name none. */
    readonly account?: string;
    /** ISO 3166-1 alpha-2, upper case. */
    readonly country?: string;
  };
  /** The file it came from; null when it came from the environment. */
  readonly path: string | null;
}
