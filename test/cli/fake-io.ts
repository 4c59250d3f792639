import { PassThrough, Readable, Writable } from 'node:stream';
import type { Io } from '../../src/cli/process/io.ts';
import { systemClock } from '../../src/cli/process/system-clock.ts';

import type { StopSignal } from '../../src/errors/stop-request.ts';

/** A process's outside that a test can look at and signal. */
interface FakeIo {
  readonly io: Io;
  out(): string;
  err(): string;
  signal(signal: StopSignal): void;
  /** Says that the process has nothing pending. */
  idle(): void;
  /** Whether a command listens for signals: it is loaded when it is typed. */
  isListening(): boolean;
}

/** No terminal, an empty stdin, the real clock; `over` replaces parts. */
export function fakeIo(cwd: string, over: Partial<Io> = {}): FakeIo {
  const written = { out: '', err: '' };
  const sink = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const listeners = new Set<(signal: StopSignal) => void>();
  const idle = new Set<() => void>();
  const io: Io = {
    stdout: sink('out'),
    stderr: sink('err'),
    stdin: Readable.from([]),
    environment: {},
    cwd,
    isTty: { stdin: false, stdout: false, stderr: false },
    clock: systemClock,
    random: () => 0.5,
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onIdle: (listener) => {
      idle.add(listener);
      return () => idle.delete(listener);
    },
    operator: 'operator',
    host: 'host',
    pid: 1,
    ...over,
  };
  return {
    io,
    out: () => written.out,
    err: () => written.err,
    isListening: () => listeners.size > 0,
    idle: () => {
      for (const listener of idle) listener();
    },
    signal: (signal) => {
      for (const listener of listeners) listener(signal);
    },
  };
}

/** A stdin and stderr that say they are a terminal, for prompts. */
export function fakeTerminal(): { stdin: PassThrough; stderr: PassThrough } {
  return { stdin: new PassThrough(), stderr: new PassThrough() };
}
