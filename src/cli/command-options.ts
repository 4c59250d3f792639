import { exportOptions } from '../api/export-options.ts';
import { type DeclaredOption, declaredOptions } from '../options/option.ts';
import { runOptionsSchema } from '../run/context/run-options.ts';
import { buyOptions } from './options/buy-options.ts';
import { initOptions } from './options/init-options.ts';
import { OUTPUT_FLAGS } from './options/output-flags.ts';
import { OWN_OPTIONS } from './options/own-options.ts';
import { runsOptions } from './options/runs-options.ts';
import { sandboxOptions } from './options/sandbox-options.ts';
import { sessionOptions } from './options/session-options.ts';
import { workerOptions } from './options/worker-options.ts';

/** An option as it can be typed with a command. */
export type CommandOption = Pick<
  DeclaredOption,
  'name' | 'help' | 'isSwitch' | 'isRepeatable' | 'choices' | 'values'
>;

const DECLARED = [
  ...[sessionOptions, runOptionsSchema, exportOptions, buyOptions],
  ...[runsOptions, workerOptions, sandboxOptions, initOptions],
].flatMap(declaredOptions);

const OWN: Readonly<Record<string, readonly CommandOption[]>> = Object.fromEntries(
  Object.entries(OWN_OPTIONS).map(([command, options]) => [command, Object.entries(options).map(ownOption)]),
);

const ON_ALL: readonly CommandOption[] = Object.entries({
  ...OUTPUT_FLAGS,
  help: { type: 'boolean' as const, describe: 'show what the command takes' },
  version: { type: 'boolean' as const, describe: 'show the version' },
}).map(ownOption);

/** The options that can be typed with a command; all of them where none was. */
export function optionsWith(command: string | undefined): CommandOption[] {
  const declared = DECLARED.filter(({ on }) => command === undefined || on.some((each) => each === command));
  const own = command === undefined ? Object.values(OWN).flat() : (OWN[command] ?? []);
  return [...declared, ...own, ...ON_ALL];
}

function ownOption([name, option]: [
  string,
  { readonly type: string; readonly describe: string; readonly values?: CommandOption['values'] },
]): CommandOption {
  const { type, describe, values } = option;
  return {
    ...{ name, help: describe, isSwitch: type === 'boolean', isRepeatable: false, choices: undefined },
    ...(values && { values }),
  };
}
