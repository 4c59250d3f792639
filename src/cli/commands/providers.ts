import { durationText } from '../../domain/duration-text.ts';
import { FEES } from '../../domain/fees.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import type { Capabilities, Fee, ProviderDefinition, Reassociation } from '../../providers/contract.ts';
import { definitions } from '../../providers/registry.ts';
import { visible } from '../screen/visible.ts';
import type { CommandContext, LoadedCommand, Session } from '../session/session.ts';

/** `e911 providers` */
export function providersCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command.example('$0 providers', 'the table').example('$0 providers --json', 'the same for a program'),
    handler: (args) => context.run(args, async (session) => showProviders(session)),
  };
}

/** `emergency calling: 0.75 USD per number ... (source)` */
function feeText({ name, amount, currency, countries, source }: Fee): string {
  const { what, per } = FEES[name];
  const where = countries === undefined ? '' : ` (${countries.join(', ')})`;
  const much = amount === null ? 'unknown' : amount === 'per-number' ? 'asked for' : `${amount} ${currency}`;
  return `${what}${where}: ${much} per ${per} (${source})`;
}

/** One line per field of `Capabilities`, in words. A field that is added there must be given a line here to compile. */
const FIELD_WORDS: {
  readonly [Field in keyof Capabilities]: (value: Capabilities[Field]) => readonly [string, string];
} = {
  title: (value) => ['name', value],
  actions: (value) => ['actions', value.join(', ')],
  addressModel: (value) => [
    'an address is',
    value === 'own-resource' ? 'a resource of its own, shared by numbers' : 'a part of the number',
  ],
  callerNameIn: (value) => ['caller name is kept with', `the ${value}`],
  hidesCallerName: (value) => [
    'caller name is shown',
    value ? 'never: an undo of a removal needs it from an earlier run or --caller-name' : 'yes',
  ],
  addressCheck: (value) => [
    'addresses are checked',
    value === 'without-writing' ? 'without writing' : 'only by creating them (--check-by-create)',
  ],
  addressCheckNeedsNumber: (value) => ['the check needs a number', yesOrNo(value)],
  enablesAddresses: (value) => ['enables an existing address', yesOrNo(value)],
  updatesUsedAddresses: (value) => [
    'moves a site',
    value ? 'in place, all numbers at once' : 'number by number',
  ],
  replacement: (value) => [
    'an address is replaced',
    value === 'in-place' ? 'in place' : 'by removing the old one first (a gap without an address)',
  ],
  reassociation: (value) => [
    'longest gap of a change',
    value === null ? 'none' : `${gapsText(value)} (${value.source})`,
  ],
  fees: (value) => ['fees', value.map(feeText).join(' · ') || 'unknown'],
  registration: (value) => [
    'registration is',
    value === 'asynchronous' ? 'asynchronous: polled until the provider reports it' : 'synchronous',
  ],
  emergencySwitch: (value) => [
    'emergency calling on and off',
    { 'own-call': 'with a call of its own', field: 'with a field of the number', none: 'no switch' }[value],
  ],
  listShowsEmergency: (value) => ['the list shows emergency state', yesOrNo(value)],
  listPageSize: (value) => ['numbers on a page of it', Number.isFinite(value) ? String(value) : 'all on one'],
  countries: (value) => ['countries', value.join(', ')],
  endUsers: (value) => ['end users without a number', value ? 'yes: endpoint_user_id names the row' : 'none'],
  answeredColumns: (value) => [
    'columns that it only answers',
    value.length === 0 ? 'none' : value.join(', '),
  ],
  tag: (value) => [
    'its own tag on addresses',
    value === null
      ? 'none'
      : `${value.field}, ${value.maxChars} characters${value.own === undefined ? '' : '; add-address takes your own (address_id)'}`,
  ],
  lateEffects: ({ settleMs, source, repeatable }) => [
    'a late change may take effect',
    `for ${settleMs === null ? '60 s (--settle)' : `${settleMs / 1000} s`}; ${source}; sent again before that: ${repeatable.join(', ') || 'none'}`,
  ],
  settingColumns: (value) => ['number settings', value.length === 0 ? 'none' : value.join(', ')],
  clearableColumns: (value) => ['settings that "" clears', value.length === 0 ? 'none' : value.join(', ')],
  whyNotCleared: (value) => [
    'settings that "" cannot clear',
    Object.entries(value)
      .map(([column, why]) => `${column}: ${why}`)
      .join(' · ') || 'none',
  ],
  purchaseTakes: (value) => [
    'settings that a purchase takes',
    value.length === 0 ? 'none' : value.join(', '),
  ],
  hiddenSettings: (value) => [
    'settings that are never shown',
    value.length === 0 ? 'none' : value.join(', '),
  ],
  consumes: (value) => [
    'columns per action',
    Object.entries(value)
      .map(([action, columns]) => `${action}: ${columns.join(' ') || 'none'}`)
      .join(' · '),
  ],
  exports: (value) => ['can list', value.length === 0 ? 'nothing' : value.join(', ')],
  listing: (value) => ['a list of numbers shows', `${value.scope}; not: ${value.cannotList}`],
  filters: (value) => [
    'filters of an export',
    ['country, pattern, limit', ...new Set([...value.numbers, ...value.available])]
      .map((name) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))
      .join(', '),
  ],
  limits: (value) => [
    'pace',
    `${value.requestsPerSecond} requests a second, burst ${value.burst}, ${value.concurrency} at once (${value.source})`,
  ],
};

const WORDS_WIDTH = 32;

/** All facts of one provider as lines of text. */
function capabilityLines(capabilities: Capabilities): string[] {
  return capabilityPairs(capabilities).map(
    ([words, fact]) => `  ${words.padEnd(WORDS_WIDTH)}${visible(fact)}`,
  );
}

function capabilityPairs(capabilities: Capabilities): (readonly [string, string])[] {
  const pair = <Field extends keyof Capabilities>(field: Field): readonly [string, string] =>
    FIELD_WORDS[field](capabilities[field]);
  return (Object.keys(FIELD_WORDS) as (keyof Capabilities)[]).map((field) => pair(field));
}

function gapsText({ secondsByCountry }: Reassociation): string {
  return Object.entries(secondsByCountry)
    .map(([country, seconds]) => `${country} ${durationText(seconds)}`)
    .join(', ');
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function nameOf(definition: ProviderDefinition): string {
  return definition.dialect === '' ? definition.provider : `${definition.provider} (${definition.dialect})`;
}

function showProviders({ terminal }: Session): number {
  if (terminal.options.json) {
    terminal.json({
      providers: definitions.map((one) => ({
        provider: one.provider,
        dialect: one.dialect,
        capabilities: one.capabilities,
        settings: one.settingNames,
        base_urls: one.baseUrls,
      })),
      exit_code: EXIT_CODES.done.code,
    });
    return EXIT_CODES.done.code;
  }
  for (const definition of definitions) {
    terminal.answer(nameOf(definition), 'bold');
    for (const line of capabilityLines(definition.capabilities)) terminal.answer(line);
    const settings = definition.settingNames.map((one) => `${one.name} (${one.environment})`).join(', ');
    terminal.answer(`  ${'settings (environment)'.padEnd(WORDS_WIDTH)}${settings}`);
    const urls = Object.entries(definition.baseUrls).map(([name, url]) => `${name} ${url}`);
    terminal.answer(`  ${'calls'.padEnd(WORDS_WIDTH)}${urls.join(', ')}\n`);
  }
  return EXIT_CODES.done.code;
}
