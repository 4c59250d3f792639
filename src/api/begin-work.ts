import type { Clock } from '../domain/clock.ts';
import type { RunWatcher } from '../run/context/run-watcher.ts';
import { gapAnswer } from './answers.ts';
import { eventWatcher } from './event-watcher.ts';
import { failureOf } from './failure.ts';
import type { Failure, Outcome, Work, WorkEvent } from './types/index.ts';

/** The events that one reader has not taken yet. */
interface Reader {
  push(event: WorkEvent): void;
  end(): void;
  readonly events: AsyncIterator<WorkEvent>;
}

/**
 * Begins work in the next turn, so that a caller who iterates at once sees every event. What it throws becomes a value.
 * @param perform the work; tells the watcher about its progress
 */
export function beginWork<T>(clock: Clock, perform: (watcher: RunWatcher) => Promise<T>): Work<T> {
  const readers = new Set<Reader>();
  let isEnded = false;
  const watcher = eventWatcher(clock, (event) => {
    for (const reader of readers) reader.push(event);
  });
  const result = outcomeOf(Promise.resolve().then(() => perform(watcher))).finally(() => {
    isEnded = true;
    for (const reader of readers) reader.end();
  });
  return {
    result,
    [Symbol.asyncIterator]: () => {
      const reader = openReader(() => readers.delete(reader));
      readers.add(reader);
      if (isEnded) reader.end();
      return reader.events;
    },
  };
}

/** What a promise comes to, as a value. */
export async function outcomeOf<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    return { ok: false, error: failureValue(error) };
  }
}

function failureValue(cause: unknown): Failure {
  const { code, message, hint, exitCode, uncovered } = failureOf(cause);
  return { code, message, hint, exit_code: exitCode, uncovered: uncovered.map(gapAnswer), cause };
}

function openReader(leave: () => void): Reader {
  const waiting: WorkEvent[] = [];
  let isOver = false;
  let wake: () => void = () => undefined;
  const end = (): void => {
    isOver = true;
    wake();
  };
  return {
    push: (event) => {
      if (!isOver) waiting.push(event);
      wake();
    },
    end,
    events: {
      next: async () => {
        while (waiting.length === 0 && !isOver) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        const value = waiting.shift();
        return value === undefined ? { done: true, value: undefined } : { done: false, value };
      },
      return: async () => {
        waiting.length = 0;
        end();
        leave();
        return { done: true, value: undefined };
      },
    },
  };
}
