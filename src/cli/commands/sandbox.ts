import { readFile } from 'node:fs/promises';
import type { CommandModule } from 'yargs';
import { UsageError } from '../../errors/app-error.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { sandboxOptions } from '../options/sandbox-options.ts';
import { optionsOf, typedTexts } from '../options/typed-options.ts';
import { type CommandContext, type Session, typedPath } from '../session.ts';

/** `e911 sandbox` */
export function sandboxCommand(context: CommandContext): CommandModule {
  return {
    command: 'sandbox',
    describe: 'start local stand-ins of the providers and print a config that points at them',
    builder: (command) =>
      command
        .options(optionsOf('sandbox', sandboxOptions))
        .example('$0 sandbox --port 4010 > e911.config.yaml', 'then use it from another terminal')
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
  const { port, scale, latency } = sandboxOptions.parse(typedTexts(sandboxOptions, session.args));
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
    announce(session, sandbox);
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
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (reason !== 'EADDRINUSE' && reason !== 'EACCES') throw cause;
    throw new UsageError(`Port ${options.ports} cannot be used (${reason}).`, {
      code: 'SANDBOX_PORT',
      hint: 'Give another one with --port, or leave it away for free ports.',
      cause,
    });
  }
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
  terminal.note('Running until Ctrl-C. The lines above that begin with "# export" belong into your shell.');
}

async function readFaults(session: Session): Promise<unknown> {
  const file = session.args.text('faults');
  if (file === undefined) return undefined;
  try {
    return JSON.parse(await readFile(typedPath(session, file), 'utf8')) as unknown;
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
  return new UsageError(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    code: 'SANDBOX_FAULTS',
    hint: 'For example: [{"when": {"operation": "create-address"}, "do": "status", "status": 503, "times": 2}]',
    cause,
  });
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
