import { type OpenWorkspace, openWorkspace } from '../../api/open-workspace.ts';
import { withEnvFile } from '../../config/env-file.ts';
import { type Session, typedPath } from './session.ts';

/**
 * Opens the accounts that the command was typed with: those of its config, or with `--sandbox` of stand-ins.
 * @throws UsageError as `openWorkspace` does.
 */
export async function workspaceOf(session: Session): Promise<OpenWorkspace> {
  const { io, args, terminal } = session;
  const envFile = args.text('env-file');
  const workspace = await openWorkspace(
    {
      config: args.text('config'),
      envFile: envFile === undefined ? undefined : typedPath(session, envFile),
      isSandbox: args.flag('sandbox'),
      account: args.text('account'),
      onWarning: (message) => terminal.alert(`warning: ${message}`),
    },
    io,
  );
  if (workspace.isSandbox) {
    terminal.note('sandbox: uses local stand-ins for this command only; no real number is touched');
  } else {
    terminal.detail(`config: ${workspace.config.path ?? 'from the environment'}`);
  }
  return workspace;
}

/** The variables of the process and those of a typed `--env-file`. @throws UsageError ENV_FILE_UNREADABLE */
export function typedEnvironment(session: Session): ReturnType<typeof withEnvFile> {
  const typed = session.args.text('env-file');
  const path = typed === undefined ? undefined : typedPath(session, typed);
  return withEnvFile(session.io.environment, path, () => undefined);
}
