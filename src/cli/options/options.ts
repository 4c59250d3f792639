import type { Options } from 'yargs';

type OptionGroup = Readonly<Record<string, Options>>;

// Every value is taken as text and read by option-values.ts: yargs would turn 1e5 into a number and +1415... into another.
function value(describe: string, group: string, choices?: readonly string[]): Options {
  return { type: 'string', requiresArg: true, describe, group, ...(choices && { choices }) };
}

function flag(describe: string, group: string): Options {
  return { type: 'boolean', describe, group };
}

const OUTPUT = 'Output:';
const SETTING = 'Accounts and state:';
const SHEET = 'Reading the sheet:';
const ROWS = 'Choosing rows:';
const CHANGES = 'Changes and guards:';

/** On every command. */
export const outputOptions: OptionGroup = {
  json: flag('one JSON object on stdout, nothing else there, no prompts', OUTPUT),
  quiet: flag('no progress and no news; warnings and errors only', OUTPUT),
  verbose: flag('say more on stderr', OUTPUT),
  'no-color': flag('no colours (NO_COLOR does the same)', OUTPUT),
};

/** On every command that goes on from a run: its accounts must be the same ones. */
export const configOption: OptionGroup = {
  config: value('config file (default: e911.config.yaml)', SETTING),
};

/** On every command that calls a provider. */
export const settingOptions: OptionGroup = {
  ...configOption,
  sandbox: flag('start the local stand-ins for this command alone and use their accounts', SETTING),
};

/** On every command that looks at runs. */
export const stateOptions: OptionGroup = {
  state: value('folder of the journal and of all runs (default: e911-runs)', SETTING),
};

/** On every command that works through a sheet. */
export const sheetOptions: OptionGroup = {
  account: value('account for rows that name none', SETTING),
  out: value('folder for the files of this run (default: <state>/<run id>)', SETTING),
  yes: flag('do not ask before the first change', CHANGES),
  rows: value('only these lines of the sheet, first-last, as a spreadsheet shows them', ROWS),
  where: value('only rows with this value: column=value', ROWS),
  limit: value('only the first N of the chosen rows (a canary)', ROWS),
  delimiter: value('character between cells: a character, tab, comma, semicolon or pipe', SHEET),
  encoding: value('encoding of the sheet: utf-8, windows-1252, ...', SHEET),
  'header-row': value('line that holds the column names', SHEET),
  worksheet: value('worksheet of a workbook (default: the first one that is not hidden)', SHEET),
  'max-xlsx-mb': value(
    'megabytes that a workbook may have unpacked (default: 512, 256 of them in one part)',
    SHEET,
  ),
  bom: flag('begin written CSV files with a byte order mark, for Excel', OUTPUT),
  strict: flag('any bad row stops everything before the first call', CHANGES),
  'max-errors': value(
    'number or share of bad rows that stops everything (default 10%, from 20 rows on)',
    CHANGES,
  ),
  'check-by-create': flag('check each address by creating it at the provider and deleting it again', CHANGES),
};

/** On plan and apply. */
export const planOptions: OptionGroup = {
  accept: value("which of a provider's corrections to take (default none)", CHANGES, [
    'none',
    'formatting',
    'all',
  ]),
  'max-replace': value('number or share of addresses that may be replaced (default 30%)', CHANGES),
  'max-remove': value('number or share of addresses that may be removed (default 30%)', CHANGES),
  force: flag('go on although a threshold is passed', CHANGES),
  wait: value('how long to poll pending registrations: 30s, 10m, 1h (default 10m)', CHANGES),
  'max-open': value('how many numbers may be without an address at once (default 5)', CHANGES),
  prune: flag('delete addresses that this run left unused', CHANGES),
};

/**
 * Options that all working commands share (CONTRACT section 2), where a command has nothing to do with one: taken, so that a
 * script can give every command the same ones, and left out of its help.
 */
export function idleOptions(names: readonly string[]): OptionGroup {
  const all = { ...settingOptions, ...stateOptions, ...sheetOptions };
  return Object.fromEntries(
    Object.entries(choose(all, names)).map(([name, option]) => [name, { ...option, hidden: true }]),
  );
}

/** Some options of a group. */
export function choose(group: OptionGroup, names: readonly string[]): OptionGroup {
  return Object.fromEntries(Object.entries(group).filter(([name]) => names.includes(name)));
}
