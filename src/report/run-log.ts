import path from 'node:path';
import type { CallEvent } from '../domain/call-event.ts';
import { systemCode } from '../errors/system-code.ts';
import { type LineFile, openLineFile } from '../files/durable-file.ts';

export const RUN_LOG = 'run.log';

/** The log of a run's calls, beside its files. */
export interface RunLog {
  /** Appends one call. */
  note(call: CallEvent): void;
  /** Makes the log durable. */
  close(): void;
}

/**
 * Opens the log with its first call, so that a run without one leaves none; a run that is continued continues in the same file.
 * The log is for people: when it cannot be written, that is said once by `warn` and the run continues without it.
 */
export function openRunLog(options: {
  readonly runId: string;
  /** Absolute path of the file. */
  readonly file: string;
  readonly warn: (text: string) => void;
}): RunLog {
  const { runId, file, warn } = options;
  let lines: LineFile | null = null;
  let isLost = false;
  const attempt = (work: () => void): void => {
    if (isLost) return;
    try {
      work();
    } catch (error) {
      isLost = true;
      const reason = systemCode(error) || String(error);
      warn(
        `${path.basename(file)} cannot be written (${reason}): it lacks calls from here on. The journal has all changes.`,
      );
    }
  };
  return {
    note: (call) =>
      attempt(() => {
        lines ??= openLineFile(file);
        lines.append([callAsJson(runId, call)]);
      }),
    close: () => {
      attempt(() => lines?.sync());
      try {
        lines?.close();
      } catch {
        // A disk that refuses to close has refused to sync, and that was said.
      }
      lines = null;
    },
  };
}

/** One call in the names that the log is written with (docs/contract.md). */
function callAsJson(runId: string, call: CallEvent): string {
  const { at, account, operation, method, path: of, attempt, status, ms, requestId, error } = call;
  const names = { at, run_id: runId, account, operation, method, path: of, attempt, status, ms };
  return JSON.stringify({ ...names, request_id: requestId, error });
}
