import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { JournalError } from '../errors/app-error.ts';
import { systemCode } from '../errors/system-code.ts';
import { type Disk, systemDisk } from '../files/disk.ts';
import { appendLines, writeAtomically } from '../files/durable-file.ts';
import { readRegular } from '../files/read-regular.ts';
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

/** A longer log is written anew with the gaps that are open. Thousands of gaps fit below. */
const COMPACT_FROM_BYTES = 256 * 1024;

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
    text = readRegular(path, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR') return [];
    throw new JournalError(`The log of coverage gaps ${path} cannot be read (${systemCode(cause)}).`, {
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

/**
 * Opens the log. A gap that the journal has as open and the log does not (the log was deleted, or is an older copy) is written
 * with the next `sync`.
 * @param journalled the gaps that the journal has as open: their end is taken from it
 */
export function openGapLog(
  stateDir: string,
  journalled: readonly OpenGap[],
  disk: Disk = systemDisk,
): GapLog {
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
  const add = (gap: OpenGap): void => {
    if (open.has(keyOf(gap))) return;
    open.set(keyOf(gap), gap);
    push('opened', gap, gap.since);
  };
  for (const gap of journalled) add(gap);
  return {
    note: (runId, { account, request, gapOpenedAt, gapClosedAt }) => {
      const gap = { runId, account, phoneNumber: request.phoneNumber };
      const key = keyOf(gap);
      if (gapOpenedAt !== null && gapClosedAt === null) {
        trusted.add(key);
        add({ ...gap, since: gapOpenedAt });
        return;
      }
      const since = open.get(key)?.since ?? '';
      if (gapClosedAt !== null || trusted.has(key)) close(gap, gapClosedAt ?? since);
    },
    close,
    unknownToJournal: () => [...open.values()].filter((gap) => !trusted.has(keyOf(gap))),
    sync: () => {
      if (waiting.length === 0) return;
      onDisk(path, () => {
        appendLines(
          path,
          waiting.map((each) => JSON.stringify(each)),
          disk,
        );
        waiting = [];
        if (sizeOf(path) > COMPACT_FROM_BYTES) compact(path, readGapLog(stateDir), disk);
      });
    },
  };
}

/** Within a transaction of the journal, as each append is: no other process appends meanwhile. */
function compact(path: string, open: readonly OpenGap[], disk: Disk): void {
  const lines = open.map(({ runId, account, phoneNumber, since }) => {
    const opened: Line = { event: 'opened', run_id: runId, account, phone_number: phoneNumber, at: since };
    return `${JSON.stringify(opened)}\n`;
  });
  writeAtomically(path, lines.join(''), disk);
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function onDisk(path: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    throw new JournalError(`The log of coverage gaps ${path} cannot be written (${systemCode(cause)}).`, {
      code: 'GAPS_UNWRITABLE',
      hint: 'Free disk space or check who owns the file, then type e911 resume.',
      cause,
    });
  }
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
