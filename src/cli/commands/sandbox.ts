import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { CONFIG_FILE_NAME } from '../../config/load-config.ts';
import { readSmallFile } from '../../config/small-file.ts';
import { shellWord } from '../../domain/shell-word.ts';
import type { UsageError } from '../../errors/app-error.ts';
import { commandError } from '../../errors/command-errors.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { systemCode } from '../../errors/system-code.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { sandboxOptions } from '../options/sandbox-options.ts';
import { optionsOf, typedTexts } from '../options/typed-options.ts';
import { writeNew } from '../process/write-new.ts';
import { visible } from '../screen/visible.ts';
import { type CommandContext, type LoadedCommand, type Session, typedPath } from '../session/session.ts';

/** `e911 sandbox` */
export function sandboxCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .options(optionsOf('sandbox', sandboxOptions))
        .example('$0 sandbox --write try', 'then use its config and .env from another terminal')
        .example('$0 sandbox --faults faults.json', 'with errors switched on')
        .epilogue(
          'stdout is a config file; its first lines, as comments, are the variables to export. Ends with Ctrl-C.',
        ),
    handler: (args) =>
      context.run(args, serveUntilStopped, { finishesOnSignal: true, onFirstSignal: 'Closing the sandbox.' }),
  };
}

async function serveUntilStopped(session: Session): Promise<number> {
  const { io, terminal } = session;
  const {
    port,
    scale,
    latency,
    write: folder,
  } = sandboxOptions.parse(typedTexts(sandboxOptions, session.args));
  const faults = await readFaults(session);
  const sandbox = await started({
    clock: io.clock,
    random: io.random,
    ports: port,
    scale,
    latencyMs: latency,
  });
  try {
    if (faults !== undefined) setFaults(sandbox, faults);
    if (folder === undefined) announce(session, sandbox);
    else await writeConfig(session, sandbox, folder);
    await stopped(session.stop);
    terminal.note('Closed.');
    return EXIT_CODES.done.code;
  } finally {
    await sandbox.close();
  }
}

async function started(options: Parameters<typeof startSandbox>[0]): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (cause) {
    const reason = systemCode(cause);
    if (reason !== 'EADDRINUSE' && reason !== 'EACCES') throw cause;
    throw commandError('sandboxPortTaken', { port: String(options.ports), reason }, cause);
  }
}

/** Writes the config and its variables; files of an earlier sandbox in that folder are not touched. */
async function writeConfig(session: Session, sandbox: Sandbox, folder: string): Promise<void> {
  const { terminal } = session;
  const dir = typedPath(session, folder);
  await mkdir(dir, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw commandError('sandboxFileUnwritable', { file: dir, reason: systemCode(cause) }, cause);
  });
  const variables = Object.entries(sandbox.environment).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}\n`,
  );
  const [config, env] = [path.join(dir, CONFIG_FILE_NAME), path.join(dir, '.env')];
  await writeNew(config, sandbox.configText, 'sandbox');
  await writeNew(env, variables.join(''), 'sandbox');
  if (terminal.options.json) terminal.json({ config, env_file: env });
  else terminal.answer(`Written: ${visible(config)} and ${visible(env)}`);
  const options = `--config ${shellWord(visible(path.join(folder, CONFIG_FILE_NAME)))} --env-file ${shellWord(visible(path.join(folder, '.env')))}`;
  terminal.note(`Running until Ctrl-C. In another terminal, type: e911 accounts check ${options}`);
}

function announce({ terminal }: Session, sandbox: Sandbox): void {
  if (terminal.options.json) {
    terminal.json({
      stand_ins: sandbox.standIns.map(({ account, origin }) => ({ account, origin })),
      config: sandbox.configText,
      environment: sandbox.environment,
    });
    return;
  }
  const exports = Object.entries(sandbox.environment).map(([name, value]) => `# export ${name}=${value}`);
  terminal.verbatim(`${exports.join('\n')}\n${sandbox.configText}`);
  for (const { account, origin } of sandbox.standIns) terminal.note(`${account}: ${origin}`);
  terminal.note('Running until Ctrl-C. The lines above that begin with "# export" go into your shell.');
}

async function readFaults(session: Session): Promise<unknown> {
  const file = session.args.text('faults');
  if (file === undefined) return undefined;
  const read = await readSmallFile(typedPath(session, file));
  if (!('text' in read)) {
    const what = `The file ${file} given with --faults ${read.problem}`;
    throw commandError('sandboxFaultsWrong', { what, reason: '' });
  }
  try {
    return JSON.parse(read.text) as unknown;
  } catch (cause) {
    throw faultsError(`${file} cannot be read as JSON`, cause);
  }
}

function setFaults(sandbox: Sandbox, rules: unknown): void {
  try {
    for (const { faults } of sandbox.standIns) faults.set(rules);
  } catch (cause) {
    throw faultsError('The faults are not in the known form', cause);
  }
}

function faultsError(what: string, cause: unknown): UsageError {
  return commandError(
    'sandboxFaultsWrong',
    { what, reason: cause instanceof Error ? cause.message : String(cause) },
    cause,
  );
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
