import { FEE_NAMES, FEES, type FeeName, PURCHASE_FEES } from '../domain/fees.ts';
import type { ProviderDefinition, SettingName } from '../providers/contract.ts';
import { knownKeys } from './account-definition.ts';

/** Name of the JSON schema that a written config refers to, beside it. */
export const CONFIG_SCHEMA_NAME = 'e911.config.schema.json';

/** One account as `e911 init` names it: `twilio`, or `bandwidth-orders` for the second dialect of a provider. */
export interface AccountChoice {
  readonly name: string;
  readonly definition: ProviderDefinition;
}

/** The accounts that a config can begin with, under the names that the sandbox, the samples, and the guides use. */
export function accountChoices(definitions: readonly ProviderDefinition[]): AccountChoice[] {
  const named = new Set<string>();
  return definitions.map((definition) => {
    const isFirst = !named.has(definition.provider);
    named.add(definition.provider);
    return {
      name: isFirst ? definition.provider : `${definition.provider}-${definition.dialect}`,
      definition,
    };
  });
}

/** The settings that an account needs, with the first of several ways to prove it. */
export function neededSettings({ settingNames, logins = [] }: ProviderDefinition): SettingName[] {
  const otherLogins = logins.slice(1).flat();
  const login = logins[0] ?? [];
  return settingNames.filter(
    ({ name, optional }) => login.includes(name) || (optional !== true && !otherLogins.includes(name)),
  );
}

/** A commented config with references for every secret. */
export function configText(choices: readonly AccountChoice[], country: string): string {
  const blocks = choices.map(({ name, definition }) => {
    const lines = neededSettings(definition).map(
      ({ name: setting, environment }) => `    ${setting}: env:${environment}`,
    );
    const provider = `    provider: ${definition.provider}`;
    return [`  ${name}:`, provider, ...dialectLines(definition), ...lines].join('\n');
  });
  return `# yaml-language-server: $schema=./${CONFIG_SCHEMA_NAME}
#
# Accounts of e911. A value is written here, or says where it is kept:
#   env:NAME       the environment variable NAME, also from a file given with --env-file
#   file:PATH      the text of a file; PATH is relative to this file
#   command:...    what a program prints, run without a shell
# A secret must be one of these three. It is looked up when its account is used.
accounts:
${blocks.join('\n')}
# For rows that name no account or no country:
defaults:
  account: ${choices[0]?.name ?? ''}
  country: ${country}
`;
}

/** The dialect, what it is, and how to find out which one an account has. */
function dialectLines({ dialect, dialectNote = '' }: ProviderDefinition): readonly string[] {
  if (dialect === '') return [];
  return [`    # ${dialectNote}. Which one answers: e911 accounts check --detect`, `    dialect: ${dialect}`];
}

/** The JSON schema of a config, for editors. */
export function configSchema(definitions: readonly ProviderDefinition[]): Record<string, unknown> {
  const text = { type: 'string' };
  const amount = { type: ['number', 'string'] };
  const limits = {
    type: 'object',
    additionalProperties: false,
    properties: { requests_per_second: amount, burst: amount, concurrency: amount },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'e911 config',
    type: 'object',
    additionalProperties: false,
    required: ['accounts'],
    properties: {
      accounts: {
        type: 'object',
        additionalProperties: { anyOf: definitions.map((one) => accountSchema(one, limits)) },
      },
      state: {
        ...text,
        description:
          'Where the journal is: a folder, or a reference such as env:E911_STATE to the URL of a database',
      },
      defaults: {
        type: 'object',
        additionalProperties: false,
        properties: { account: text, country: { ...text, pattern: '^[A-Za-z]{2}$' } },
      },
    },
  };
}

function accountSchema(definition: ProviderDefinition, limits: unknown): Record<string, unknown> {
  const described = (key: string): Record<string, unknown> => {
    const setting = definition.settingNames.find(({ name }) => name === key);
    if (setting === undefined) return { type: ['string', 'number', 'boolean'] };
    const reference = `env:${setting.environment}`;
    return setting.secret
      ? {
          type: 'string',
          pattern: '^(env|file|command):',
          description: `A reference to the secret, such as ${reference}`,
        }
      : { type: ['string', 'number'], description: `The value, or a reference such as ${reference}` };
  };
  return {
    type: 'object',
    additionalProperties: false,
    required: ['provider'],
    properties: {
      provider: { const: definition.provider },
      ...(definition.dialect === '' ? {} : { dialect: dialectSchema(definition.dialect) }),
      limits,
      fees: feesSchema(definition),
      ...Object.fromEntries(knownKeys(definition).map((key) => [key, described(key)])),
    },
  };
}

function dialectSchema(dialect: string): Record<string, unknown> {
  const description = `${dialect}, or a variable that says it, such as env:BW_DIALECT`;
  return { type: 'string', pattern: `^(${dialect}|env:.+)$`, description };
}

/** What the carrier charges, as the user states it. */
function feesSchema({ capabilities }: ProviderDefinition): Record<string, unknown> {
  const names = FEE_NAMES.filter((name) => !PURCHASE_FEES.has(name) || capabilities.actions.includes('buy'));
  const money = (name: FeeName) => ({
    type: 'string',
    pattern: '^\\d{1,9}(\\.\\d{1,6})? [A-Za-z]{3}$',
    description: `${FEES[name].what}, per ${FEES[name].per}: an amount and its currency, such as 0.75 USD`,
  });
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(names.map((name) => [name, money(name)])),
  };
}
