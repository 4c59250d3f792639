import type { Argv } from 'yargs';

/** What yargs does not declare of itself. */
interface Internals {
  getInternalMethods?(): { getUsageInstance(): { cacheHelpMessage(): void } };
}

/**
 * yargs draws the help of every command that it runs, for a failure that prints it. Ours prints a sentence instead (main.ts), and
 * the help of `apply` costs more than the start of the sandbox. Help that is asked for is drawn as ever.
 * @returns the same command line
 */
export function withUndrawnHelp(commandLine: Argv): Argv {
  const usage = (commandLine as Internals).getInternalMethods?.().getUsageInstance();
  if (usage !== undefined) usage.cacheHelpMessage = () => undefined;
  return commandLine;
}
