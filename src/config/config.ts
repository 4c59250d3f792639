import type { Limits, ProviderDefinition } from '../providers/contract.ts';

/** One account of the config, ready to be opened. Holds secrets: never logged, journalled or reported. */
export interface AccountEntry {
  /** The user's name for it. */
  readonly name: string;
  readonly definition: ProviderDefinition;
  /** As the provider's schema gives them, references looked up. */
  readonly settings: unknown;
  readonly limits: Limits;
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
  /** What is not wrong but unsafe, a sentence each. */
  readonly warnings: readonly string[];
}
