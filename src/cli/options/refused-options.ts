import { exportOptions } from '../../api/export-options.ts';
import { commandError } from '../../errors/command-errors.ts';
import { runOptionsSchema } from '../../run/context/run-options.ts';
import { commandLineError } from '../command-line-error.ts';
import type { Arguments } from './arguments.ts';
import { initOptions } from './init-options.ts';
import { repeatableOptions } from './typed-options.ts';

/** Options that may be given several times, by the command where they may. */
const REPEATABLE: Readonly<Record<string, ReadonlySet<string>>> = {
  export: repeatableOptions(exportOptions),
  init: repeatableOptions(initOptions),
};

const ON_RUNS = repeatableOptions(runOptionsSchema);

/**
 * An option given twice would leave it to chance which one counts, and one with an empty value (`--out "$FOLDER"` of a
 * variable that is not set) would mean the present folder, or for none. @throws UsageError COMMAND_LINE
 */
export function refuseOptions(args: Arguments, argv: readonly string[]): void {
  const empty = args.empty().find((name) => argv.some((word) => word.split('=')[0] === `--${name}`));
  if (empty !== undefined) throw commandError('optionWithoutValue', { option: empty });
  const repeatable = REPEATABLE[args.command()] ?? ON_RUNS;
  const wrong = args.repeated().find(([name]) => !repeatable.has(name));
  if (wrong === undefined) return;
  const [name, count] = wrong;
  throw commandLineError(`--${name} was given ${count} times; it takes one value.`, argv);
}
