import { usage } from './error-kind.ts';

interface Meant {
  /** ` Did you mean "…"?`, or empty. */
  readonly meant: string;
}

/** Options, files that options name, and the commands that read no sheet. */
export const OPTION_ERRORS = {
  optionValueInvalid: usage<{ option: string; value: unknown; must: string; example: string }>(
    'OPTION_VALUE_INVALID',
    ({ option, value, must }) => `--${option} ${JSON.stringify(value)} is not ${must}.`,
    ({ option, example }) =>
      example === '' ? `See --${option} in the command's --help.` : `For example: --${option} ${example}`,
  ),
  /** For programs that import the package. */
  settingUnknown: usage<Meant & { field: string; command: string }>(
    'SETTING_UNKNOWN',
    ({ field, command, meant }) => `${command} takes no setting ${JSON.stringify(field)}.${meant}`,
    () => 'See the types of the package, or docs/api.md.',
  ),
  settingInvalid: usage<{ field: string; value: unknown; must: string }>(
    'SETTING_INVALID',
    ({ field, value, must }) => `The setting ${field} is ${JSON.stringify(value)}, which is not ${must}.`,
    () => 'See the types of the package, or docs/api.md.',
  ),
  workInConfirm: usage<{ state: string }>(
    'WORK_IN_CONFIRM',
    ({ state }) =>
      `Work on ${state} was begun inside the confirm of other work on it, which it would wait for.`,
    () => 'Do it before or after the other work: works on one state folder are done one after the other.',
  ),
  workspaceForeign: usage(
    'WORKSPACE_FOREIGN',
    () => 'The first argument is not a workspace of this package.',
    () => 'Pass the value of openWorkspace: it is in `value` when `ok` is true.',
  ),
  commandUnknown: usage<Meant & { command: string; hint: string }>(
    'COMMAND_LINE',
    ({ command, meant }) => `Unknown command ${JSON.stringify(command)}.${meant}`,
    ({ hint }) => hint,
  ),
  wordsUnknown: usage<Meant & { words: string; hint: string }>(
    'COMMAND_LINE',
    ({ words, meant }) => `Unknown ${words}.${meant}`,
    ({ hint }) => hint,
  ),
  optionWithoutValue: usage<{ option: string }>(
    'COMMAND_LINE',
    ({ option }) => `--${option} needs a value, and none was given.`,
    ({ option }) => `Write the value after --${option}; the command's --help says what it is.`,
  ),
  dashNotTaken: usage<{ option: string }>(
    'COMMAND_LINE',
    ({ option }) => `--${option} names a file or a folder, and - is neither.`,
    ({ option }) =>
      `Give a path after --${option}. A sheet of - is read from stdin, and export --out - writes to stdout; a file of this name is ./-`,
  ),
  argumentMissing: usage<{ usage: string; hint: string }>(
    'COMMAND_LINE',
    ({ usage }) => `An argument is missing: type e911 ${usage}`,
    ({ hint }) => hint,
  ),
  choiceWrong: usage<Meant & { what: string; choices: readonly string[]; hint: string }>(
    'COMMAND_LINE',
    ({ what, choices, meant }) => `${what} is not one of ${choices.join(', ')}.${meant}`,
    ({ hint }) => hint,
  ),
  /** A sentence of the command-line parser that needs no other words. */
  commandLineWrong: usage<{ sentence: string; hint: string }>(
    'COMMAND_LINE',
    ({ sentence }) => sentence,
    ({ hint }) => hint,
  ),
  stdinIsTerminal: usage(
    'STDIN_TERMINAL',
    () => 'The sheet "-" is read from stdin, but stdin is a terminal.',
    () => 'Pipe a sheet in, for example: cat numbers.csv | e911 plan -',
  ),
  mappingUnreadable: usage<{ path: string }>(
    'MAPPING_UNREADABLE',
    ({ path }) => `Cannot read the mapping ${path}.`,
    () => 'Check the path given with --mapping.',
  ),
  mappingInvalid: usage<{ path: string }>(
    'MAPPING_INVALID',
    ({ path }) => `${path} is not a mapping.`,
    () => 'Give a file that --save-mapping wrote: {"columns": {"Site": "reference"}}',
  ),
  mappingUnwritable: usage<{ path: string }>(
    'MAPPING_UNWRITABLE',
    ({ path }) => `Cannot write the mapping to ${path}.`,
    () => 'Check the folder given with --save-mapping and that you may write there.',
  ),
  templateUnknown: usage<Meant & { name: string }>(
    'TEMPLATE_UNKNOWN',
    ({ name, meant }) => `Unknown template ${JSON.stringify(name)}.${meant}`,
    () => 'To list the templates, type: e911 template',
  ),
  workbookNotWritten: usage<{ file: string; ending: string }>(
    'WORKBOOK_NOT_WRITTEN',
    ({ file, ending }) => `${file} has the name of a workbook, and no ${ending} is written here.`,
    () => 'Use a name that ends in .xlsx, which LibreOffice and Google Sheets open, too, or in .csv.',
  ),
  buyFileExists: usage<{ file: string }>(
    'BUY_OUT_EXISTS',
    ({ file }) => `${file} already exists and was not changed.`,
    () => 'Give another path with --out.',
  ),
  buyFileUnwritable: usage<{ file: string; reason: string }>(
    'BUY_OUT_NOT_WRITABLE',
    ({ file, reason }) => `Cannot write ${file} (${reason}).`,
    () => 'Give another path with --out.',
  ),
  templateOutExists: usage<{ file: string }>(
    'TEMPLATE_OUT_EXISTS',
    ({ file }) => `${file} already exists and was not changed.`,
    () => 'Give another path with --out.',
  ),
  templateOutUnwritable: usage<{ file: string; reason: string }>(
    'TEMPLATE_OUT_NOT_WRITABLE',
    ({ file, reason }) => `Cannot write ${file} (${reason}).`,
    () => 'Give another path with --out.',
  ),
  initProviderUnknown: usage<Meant & { name: string; known: string }>(
    'INIT_PROVIDER',
    ({ name, meant }) => `Unknown provider --provider ${JSON.stringify(name)}.${meant}`,
    ({ known }) => `Known providers: ${known}.`,
  ),
  initProviderMissing: usage<{ example: string }>(
    'INIT_PROVIDER',
    () => 'No provider was given and there is no interactive terminal.',
    ({ example }) => `For example: ${example}`,
  ),
  initProviderNotChosen: usage<{ example: string }>(
    'INIT_PROVIDER',
    () => 'No provider was chosen, so nothing was written.',
    ({ example }) => `For example: ${example}`,
  ),
  initFileExists: usage<{ file: string }>(
    'INIT_EXISTS',
    ({ file }) => `${file} already exists and was not changed.`,
    () => 'Give another path with --out.',
  ),
  initFileUnwritable: usage<{ file: string; reason: string }>(
    'INIT_NOT_WRITABLE',
    ({ file, reason }) => `Cannot write ${file} (${reason}).`,
    () => 'Give another path with --out.',
  ),
  sandboxFileExists: usage<{ file: string }>(
    'SANDBOX_WRITE',
    ({ file }) => `${file} already exists and was not changed.`,
    () => 'Give another folder with --write.',
  ),
  sandboxFileUnwritable: usage<{ file: string; reason: string }>(
    'SANDBOX_WRITE',
    ({ file, reason }) => `Cannot write ${file} (${reason}).`,
    () => 'Give another folder with --write.',
  ),
  sandboxPortTaken: usage<{ port: string; reason: string }>(
    'SANDBOX_PORT',
    ({ port, reason }) => `Cannot listen on port ${port} (${reason}).`,
    () => 'Give another port with --port, or leave it out to use free ports.',
  ),
  sandboxFaultsWrong: usage<{ what: string; reason: string }>(
    'SANDBOX_FAULTS',
    ({ what, reason }) => (reason === '' ? `${what}.` : `${what}: ${reason}`),
    () =>
      'For example: [{"when": {"operation": "create-address"}, "do": "status", "status": 503, "times": 2}]',
  ),
  eventsWithJson: usage(
    'COMMAND_LINE',
    () => '--events and --json both write to stdout.',
    () => 'Leave out --json: the last line of --events is the same object.',
  ),
} as const;
