#!/usr/bin/env node
import nodeModule from 'node:module';
import { hostname } from 'node:os';

// From Node 22.8 on: compiled code is kept between runs. It has to be switched on before the program is loaded.
if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') {
  nodeModule.enableCompileCache();
}
const { main } = await import('./cli/main.ts');
const { loginName } = await import('./cli/process/login-name.ts');
const { titleWithoutPasswords } = await import('./cli/process/process-title.ts');
const { systemClock } = await import('./cli/process/system-clock.ts');

const title = titleWithoutPasswords(process.argv.slice(2));
if (title !== null) process.title = title;

/** Once for the command, once for its files, and some for naming what is left. */
const MOST_IDLE_TURNS = 5;

const code = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  environment: process.env,
  cwd: process.cwd(),
  isTty: {
    stdin: process.stdin.isTTY === true,
    stdout: process.stdout.isTTY === true,
    stderr: process.stderr.isTTY === true,
  },
  clock: systemClock,
  random: Math.random,
  onSignal(listener) {
    process.on('SIGINT', listener);
    process.on('SIGTERM', listener);
    return () => process.off('SIGINT', listener).off('SIGTERM', listener);
  },
  onIdle(listener) {
    let times = 0;
    const onIdle = (): void => {
      times += 1;
      // Even the end of the command has stalled.
      if (times > MOST_IDLE_TURNS) process.exit(70);
      // The process would end now; one more turn gives the listener's work a chance.
      setImmediate(() => undefined);
      listener();
    };
    process.on('beforeExit', onIdle);
    return () => process.off('beforeExit', onIdle);
  },
  operator: loginName(),
  host: hostname(),
  pid: process.pid,
});

// Kept connections or a run that was left by a second signal must not hold the process; what was written must arrive.
process.exitCode = code;
setTimeout(() => process.exit(code), 1_000).unref();
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
