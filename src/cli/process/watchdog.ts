import { StalledError } from '../../errors/stalled-error.ts';
import type { Io } from './io.ts';

/** Notices a process that has nothing pending and a command that has not ended: Node would leave with a code of its own, 13. */
interface Watchdog {
  /** Aborted when it happens: a run answers its rows and writes its files. */
  readonly stalled: AbortSignal;
  /** Rejects with a StalledError when the process still has nothing pending after that. */
  readonly given: Promise<never>;
  close(): void;
}

export function watchIdle(io: Pick<Io, 'onIdle'>): Watchdog {
  const controller = new AbortController();
  let giveUp: (error: StalledError) => void = () => undefined;
  const given = new Promise<never>((_resolve, reject) => {
    giveUp = reject;
  });
  given.catch(() => undefined);
  const close = io.onIdle(() => {
    const error = new StalledError();
    if (controller.signal.aborted) giveUp(error);
    else controller.abort(error);
  });
  return { stalled: controller.signal, given, close };
}
