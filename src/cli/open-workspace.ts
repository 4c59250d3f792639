import type { Config } from '../config/config.ts';
import { CONFIG_FILE_NAME, loadConfig } from '../config/load-config.ts';
import { createSuggester, didYouMean } from '../domain/suggest.ts';
import { UsageError } from '../errors/app-error.ts';
import type { ProviderDefinition } from '../providers/contract.ts';
import { definitions } from '../providers/registry.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Session } from './session.ts';

/** The accounts a command works with, and the stand-ins that were started for it alone. */
export interface Workspace {
  readonly config: Config;
  readonly definitions: readonly ProviderDefinition[];
  /** Closes the stand-ins, if any. */
  close(): Promise<void>;
}

/**
 * Reads the config, or with `--sandbox` starts the stand-ins in this process and takes theirs in its place.
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
  for (const warning of workspace.config.warnings) session.terminal.alert(`warning: ${warning}`);
  return workspace;
}

async function fileWorkspace(session: Session): Promise<Workspace> {
  const { io, args } = session;
  const config = await loadConfig({
    path: args.text('config'),
    cwd: io.cwd,
    environment: io.environment,
    definitions,
  });
  session.terminal.detail(`config: ${config.path ?? 'from the environment'}`);
  return { config, definitions, close: async () => undefined };
}

async function sandboxWorkspace(session: Session): Promise<Workspace> {
  const { io, terminal } = session;
  const sandbox = await startSandbox({ clock: io.clock, random: io.random });
  try {
    const environment = { ...io.environment, ...sandbox.environment };
    const config = await loadConfig({ text: sandbox.configText, cwd: io.cwd, environment, definitions });
    terminal.note(
      `sandbox: stand-ins on this machine, for this command alone; nobody's real numbers are touched`,
    );
    return { config, definitions, close: () => sandbox.close() };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

function requireAccounts(session: Session, config: Config): void {
  const names = [...config.accounts.keys()];
  if (names.length === 0) {
    throw new UsageError('There is no account to work with.', {
      code: 'CONFIG_NO_ACCOUNT',
      hint: `Write ${CONFIG_FILE_NAME}, or set a provider's variables (${variables()}); to try without one, add --sandbox.`,
    });
  }
  const wanted = session.args.text('account');
  if (wanted === undefined || names.includes(wanted)) return;
  throw new UsageError(
    `--account names ${JSON.stringify(wanted)}, which is not in the config.${didYouMean(createSuggester(names)(wanted))}`,
    { code: 'ACCOUNT_UNKNOWN', hint: `Accounts: ${names.join(', ')}.` },
  );
}

function variables(): string {
  const first = definitions[0];
  return first === undefined ? '' : first.settingNames.map((workspace) => workspace.environment).join(', ');
}
