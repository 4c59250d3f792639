import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { JournalError } from '../errors/app-error.ts';
import { errorCode } from './database-file.ts';
import type { OpenGap, OperationRecord } from './records.ts';

/** Name of the log of coverage gaps in a state folder. */
export const GAP_LOG_FILE = 'gaps.ndjson';

const line = z.object({
  event: z.enum(['opened', 'closed']),
  run_id: z.string(),
  account: z.string(),
  phone_number: z.string(),
  at: z.string(),
});
type Line = z.infer<typeof line>;

const APPEND = constants.O_CREAT | constants.O_APPEND | constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);

/**
 * The second witness of coverage gaps: an append-only file beside the journal, synced before the journal commits. It still
 * names an uncovered number when the journal is lost, damaged, or an older copy of itself.
 */
export interface GapLog {
  /** Notes what an operation says about its gap; written with the next `sync`. */
  note(runId: string, operation: OperationRecord): void;
  /** Closes a gap that only this log knows, once its number was seen covered. */
  close(gap: Pick<OpenGap, 'runId' | 'account' | 'phoneNumber'>, at: string): void;
  /** Open gaps that the journal does not know. */
  unknownToJournal(): readonly OpenGap[];
  /** Makes durable what was noted. @throws JournalError (GAPS_UNWRITABLE) */
  sync(): void;
}

/**
 * The gaps that the log has as open, oldest first. A line that cannot be read (the last one of a crash) is passed over.
 * @throws JournalError (GAPS_UNREADABLE) when the file is there and cannot be read.
 */
export function readGapLog(stateDir: string): OpenGap[] {
  const path = join(stateDir, GAP_LOG_FILE);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT' || errorCode(cause) === 'ENOTDIR') return [];
    throw new JournalError(`The log of coverage gaps ${path} cannot be read (${errorCode(cause)}).`, {
      code: 'GAPS_UNREADABLE',
      hint: 'Check who owns the file: it may name numbers that have no emergency address.',
      cause,
    });
  }
  const open = new Map<string, OpenGap>();
  for (const each of text.split('\n')) {
    const read = lineOf(each);
    if (read === null) continue;
    const gap = { runId: read.run_id, account: read.account, phoneNumber: read.phone_number, since: read.at };
    if (read.event === 'opened') open.set(keyOf(gap), gap);
    else open.delete(keyOf(gap));
  }
  return [...open.values()];
}

/** @param journalled the gaps that the journal has as open: of these, its word is taken for their end */
export function openGapLog(stateDir: string, journalled: readonly OpenGap[]): GapLog {
  const path = join(stateDir, GAP_LOG_FILE);
  const open = new Map(readGapLog(stateDir).map((gap) => [keyOf(gap), gap]));
  const trusted = new Set(journalled.map(keyOf));
  let waiting: Line[] = [];
  const push = (event: Line['event'], gap: Omit<OpenGap, 'since'>, at: string): void => {
    waiting.push({ event, run_id: gap.runId, account: gap.account, phone_number: gap.phoneNumber, at });
  };
  const close: GapLog['close'] = (gap, at) => {
    if (open.delete(keyOf(gap))) push('closed', gap, at);
  };
  return {
    note: (runId, { account, request, gapOpenedAt, gapClosedAt }) => {
      const gap = { runId, account, phoneNumber: request.phoneNumber };
      const key = keyOf(gap);
      if (gapOpenedAt !== null && gapClosedAt === null) {
        trusted.add(key);
        if (open.has(key)) return;
        open.set(key, { ...gap, since: gapOpenedAt });
        push('opened', gap, gapOpenedAt);
        return;
      }
      const since = open.get(key)?.since ?? '';
      if (gapClosedAt !== null || trusted.has(key)) close(gap, gapClosedAt ?? since);
    },
    close,
    unknownToJournal: () => [...open.values()].filter((gap) => !trusted.has(keyOf(gap))),
    sync: () => {
      if (waiting.length === 0) return;
      append(path, waiting);
      waiting = [];
    },
  };
}

function append(path: string, lines: readonly Line[]): void {
  try {
    const file = openSync(path, APPEND, 0o600);
    try {
      const text = lines.map((each) => `${JSON.stringify(each)}\n`).join('');
      writeSync(file, endsInLine(file) ? text : `\n${text}`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new JournalError(`The log of coverage gaps ${path} cannot be written (${errorCode(cause)}).`, {
      code: 'GAPS_UNWRITABLE',
      hint: 'Free disk space or check who owns the file, then type `e911 resume`.',
      cause,
    });
  }
}

/** Whether the file ends where a line ends; a crash may have left half a line. */
function endsInLine(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last.toString() === '\n';
}

function lineOf(text: string): Line | null {
  try {
    return line.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const keyOf = ({ runId, account, phoneNumber }: Omit<OpenGap, 'since'>): string =>
  JSON.stringify([runId, account, phoneNumber]);
