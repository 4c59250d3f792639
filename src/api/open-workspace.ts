import type { Config } from '../config/config.ts';
import { withEnvFile } from '../config/env-file.ts';
import { CONFIG_FILE_NAME, loadConfig } from '../config/load-config.ts';
import type { Clock, Random } from '../domain/clock.ts';
import { createSuggester, didYouMean } from '../domain/suggest.ts';
import { commandError } from '../errors/command-errors.ts';
import type { Disk } from '../files/disk.ts';
import type { ProviderDefinition } from '../providers/contract.ts';
import { definitions } from '../providers/registry.ts';

/** What work takes from the process that it is done in. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here. */
  readonly cwd: string;
  /** Who does it, for the record of a run. */
  readonly operator: string;
  readonly host: string;
  readonly pid: number;
  /** Where files are written that must survive a crash; the system's disk when absent. */
  readonly disk?: Disk | undefined;
}

/** Which accounts work is done with. */
export interface WorkspaceRequest {
  /** Config file; the usual places when undefined. */
  readonly config: string | undefined;
  readonly envFile: string | undefined;
  /** Use stand-ins of the carriers, started for this workspace alone. */
  readonly isSandbox: boolean;
  /** An account that must be in the config. */
  readonly account: string | undefined;
  onWarning(message: string): void;
}

/** The accounts that work is done with, and the stand-ins that were started for it alone. */
export interface OpenWorkspace {
  readonly config: Config;
  readonly definitions: readonly ProviderDefinition[];
  readonly isSandbox: boolean;
  readonly surroundings: Surroundings;
  /** Closes the stand-ins, if any. */
  close(): Promise<void>;
}

/**
 * Reads the config, or starts the stand-ins in this process and uses their config.
 * @throws UsageError when the config is wrong, holds no account, or lacks the account that was asked for.
 */
export async function openWorkspace(
  request: WorkspaceRequest,
  surroundings: Surroundings,
): Promise<OpenWorkspace> {
  const workspace = request.isSandbox
    ? await sandboxWorkspace(surroundings)
    : await fileWorkspace(request, surroundings);
  try {
    requireAccounts(request.account, workspace.config);
  } catch (error) {
    await workspace.close();
    throw error;
  }
  return workspace;
}

async function fileWorkspace(
  { config: path, envFile, onWarning }: WorkspaceRequest,
  surroundings: Surroundings,
): Promise<OpenWorkspace> {
  const { cwd } = surroundings;
  const environment = await withEnvFile(surroundings.environment, envFile, onWarning);
  const config = await loadConfig({ path, cwd, environment, definitions, onWarning });
  return { config, definitions, surroundings, isSandbox: false, close: async () => undefined };
}

async function sandboxWorkspace(surroundings: Surroundings): Promise<OpenWorkspace> {
  const { clock, random, cwd } = surroundings;
  const { startSandbox } = await import('../sandbox/sandbox.ts');
  const sandbox = await startSandbox({ clock, random, isBackground: true });
  try {
    const environment = { ...surroundings.environment, ...sandbox.environment };
    const config = await loadConfig({ text: sandbox.configText, cwd, environment, definitions });
    return { config, definitions, surroundings, isSandbox: true, close: () => sandbox.close() };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

/** @throws UsageError CONFIG_NO_ACCOUNT for a config without one; ACCOUNT_UNKNOWN for a wanted account that it lacks */
export function requireAccounts(wanted: string | undefined, config: Config): void {
  const names = [...config.accounts.keys()];
  if (names.length === 0) {
    throw commandError('noAccount', { configName: CONFIG_FILE_NAME });
  }
  if (wanted === undefined || config.accounts.has(wanted)) return;
  throw commandError('accountUnknown', {
    account: wanted,
    meant: didYouMean(createSuggester(names)(wanted)),
    names: names.join(', '),
  });
}
