import type { ProviderDefinition } from '../providers/contract.ts';
import type { AccountAccess, AccountEntry, Config } from './config.ts';

/**
 * The accounts of a config by name. `name/ID` is found by its form alone where the account `name` has `subaccounts: all`,
 * so that offline commands need no secret and no call; whether the provider has that subaccount is asked with the first
 * call to it. The map's size and iteration are those of the config.
 */
export class AccountMap extends Map<string, AccountEntry> {
  readonly #subaccounts = new Map<string, AccountEntry>();

  override get(name: string): AccountEntry | undefined {
    return super.get(name) ?? this.#subaccountNamed(name);
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  #subaccountNamed(name: string): AccountEntry | undefined {
    const known = this.#subaccounts.get(name);
    if (known !== undefined) return known;
    const slash = name.lastIndexOf('/');
    const of = super.get(name.slice(0, Math.max(slash, 0)));
    const id = name.slice(slash + 1);
    if (of?.hasSubaccounts !== true || of.definition.subaccounts?.isId(id) !== true) return undefined;
    const entry = subaccountEntry(of, id);
    this.#subaccounts.set(name, entry);
    return entry;
  }
}

/** The name of a subaccount in sheets, plans, and exports. */
export function subaccountName(of: Pick<AccountEntry, 'name'>, id: string): string {
  return `${of.name}/${id}`;
}

function subaccountEntry(of: AccountEntry, id: string): AccountEntry {
  let access: Promise<AccountAccess> | null = null;
  const lookUp = async (): Promise<AccountAccess> => {
    const parent = await of.access();
    return { ...parent, settings: of.definition.subaccounts?.settingsOf(parent.settings, id) };
  };
  return {
    name: subaccountName(of, id),
    definition: of.definition,
    limits: of.limits,
    ...(of.fees && { fees: of.fees }),
    subaccount: { of, id },
    access: () => {
      access ??= lookUp();
      return access;
    },
  };
}

/** The provider's definition of each account, as the checks of a row need it. */
export function definitionsOf(config: Config): {
  readonly get: (name: string) => ProviderDefinition | undefined;
  readonly keys: () => Iterable<string>;
} {
  return {
    get: (name) => config.accounts.get(name)?.definition,
    keys: () => config.accounts.keys(),
  };
}
