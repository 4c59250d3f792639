import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { StopRequest, type StopSignal } from '../../errors/stop-request.ts';
import type { Io } from './io.ts';

/** How signals end a command. */
interface Interruption {
  /** Aborted by the first signal. */
  readonly stop: AbortSignal;
  /** Resolves with 130 or 143, or the code that `onLeave` puts above them, when the command must be left at once. Never rejects. */
  readonly leave: Promise<number>;
  /** The first signal that came; null while none did. */
  first(): StopSignal | null;
  close(): void;
}

/** The exit code that a shell expects after a signal. */
export function exitCodeOfSignal(signal: StopSignal): number {
  return signal === 'SIGTERM' ? EXIT_CODES.terminated.code : EXIT_CODES.interrupted.code;
}

/**
 * Listens for signals: the first aborts `stop` when the command wants to finish by itself, every other one ends it.
 *
 * @param onFirst called at a first signal that lets the command finish
 * @param onLeave called right before a command is left; it may take a second at most. Its exit code wins over the signal's
 */
export function listenForSignals(
  io: Pick<Io, 'onSignal'>,
  signalPolicy: { finishes: boolean; onFirst(): void; onLeave(): Promise<number | undefined> },
): Interruption {
  const controller = new AbortController();
  let first: StopSignal | null = null;
  let leaving = false;
  let resolveLeave: (code: number) => void = () => {};
  const leave = new Promise<number>((resolve) => {
    resolveLeave = resolve;
  });
  const close = io.onSignal((signal) => {
    if (first === null && signalPolicy.finishes) {
      first = signal;
      signalPolicy.onFirst();
      controller.abort(new StopRequest(signal));
      return;
    }
    first ??= signal;
    if (leaving) return;
    leaving = true;
    controller.abort(new StopRequest(signal));
    const code = exitCodeOfSignal(signal);
    signalPolicy.onLeave().then(
      (graver) => resolveLeave(graver ?? code),
      () => resolveLeave(code),
    );
  });
  return { stop: controller.signal, leave, first: () => first, close };
}
