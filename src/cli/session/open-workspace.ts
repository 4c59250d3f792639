import type { Config } from '../../config/config.ts';
import { withEnvFile } from '../../config/env-file.ts';
import { CONFIG_FILE_NAME, loadConfig } from '../../config/load-config.ts';
import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { ProviderDefinition } from '../../providers/contract.ts';
import { definitions } from '../../providers/registry.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { type Session, typedPath } from './session.ts';

/** The accounts a command works with, and the stand-ins that were started for it alone. */
interface Workspace {
  readonly config: Config;
  readonly definitions: readonly ProviderDefinition[];
  /** Closes the stand-ins, if any. */
  close(): Promise<void>;
}

/**
 * Reads the config, or with `--sandbox` starts the stand-ins in this process and uses their config.
 * @throws UsageError when the config is wrong, holds no account, or `--account` names one that is not in it.
 */
export async function openWorkspace(session: Session): Promise<Workspace> {
  const workspace = session.args.flag('sandbox')
    ? await sandboxWorkspace(session)
    : await fileWorkspace(session);
  try {
    requireAccounts(session, workspace.config);
  } catch (error) {
    await workspace.close();
    throw error;
  }
  return workspace;
}

async function fileWorkspace(session: Session): Promise<Workspace> {
  const { io, args } = session;
  const onWarning = (message: string): void => session.terminal.alert(`warning: ${message}`);
  const config = await loadConfig({
    path: args.text('config'),
    cwd: io.cwd,
    environment: await withEnvFile(io.environment, typedEnvFile(session), onWarning),
    definitions,
    onWarning,
  });
  session.terminal.detail(`config: ${config.path ?? 'from the environment'}`);
  return { config, definitions, close: async () => undefined };
}

function typedEnvFile(session: Session): string | undefined {
  const typed = session.args.text('env-file');
  return typed === undefined ? undefined : typedPath(session, typed);
}

async function sandboxWorkspace(session: Session): Promise<Workspace> {
  const { io, terminal } = session;
  const sandbox = await startSandbox({ clock: io.clock, random: io.random, isBackground: true });
  try {
    const environment = { ...io.environment, ...sandbox.environment };
    const config = await loadConfig({ text: sandbox.configText, cwd: io.cwd, environment, definitions });
    terminal.note('sandbox: uses local stand-ins for this command only; no real number is touched');
    return { config, definitions, close: () => sandbox.close() };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

function requireAccounts(session: Session, config: Config): void {
  const names = [...config.accounts.keys()];
  if (names.length === 0) {
    throw commandError('noAccount', { configName: CONFIG_FILE_NAME });
  }
  const wanted = session.args.text('account');
  if (wanted === undefined || config.accounts.has(wanted)) return;
  throw commandError('accountUnknown', {
    account: wanted,
    meant: didYouMean(createSuggester(names)(wanted)),
    names: names.join(', '),
  });
}
