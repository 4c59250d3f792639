import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import type { Clock, Random } from '../../domain/clock.ts';
import type { NextCommand } from '../../domain/next-command.ts';
import type { Disk } from '../../files/disk.ts';
import type { StatePlace } from '../../journal/state-place.ts';
import type { CommandName } from '../../options/option.ts';
import { option } from '../../options/option.ts';
import { maxPauseOption, waitForLockOption } from '../../options/pause-option.ts';
import { sheetOptions } from '../../options/sheet-options.ts';
import { amount, columnValue, count, duration, lineRange, share } from '../../options/typed-values.ts';
import type { ProviderDefinition } from '../../providers/contract.ts';
import type { ShownChanges } from '../../report/shown-changes.ts';
import type { Summary } from '../../report/summary.ts';
import type { Confirmation } from './confirmation-question.ts';
import type { RunWatcher } from './run-watcher.ts';

const ON_SHEETS: readonly CommandName[] = ['validate', 'plan', 'apply', 'verify'];
const ON_CHANGES: readonly CommandName[] = ['plan', 'apply', 'undo', 'migrate'];
/** A migration removes what it moves: that limit would say nothing there. */
const ON_REMOVALS: readonly CommandName[] = ['plan', 'apply', 'undo'];
/** A week: longer than any change that a provider documents. */
const LONGEST_WAIT_HOURS = 168;
/** Above the 30 minutes of US and Canadian numbers at Twilio, and below its 72 hours of British ones. */
export const DEFAULT_MAX_GAP = '45m';

/**
 * What one call of validate, plan, apply, verify, or undo asks for. This schema is the one declaration of each option: its
 * flag, help, type, and default, and its form in the journal, which is the text as it was typed (stored-options.ts).
 */
export const runOptionsSchema = z.object({
  command: z.enum(['validate', 'plan', 'apply', 'verify', 'undo']),
  /** Path of the sheet, or of a plan.json (apply only). */
  input: z.string(),
  /** The earlier run that is undone or verified; absent when the input is a sheet or a plan. */
  ofRun: z.string().optional(),
  /** The migration that this run is a part of; absent for any other run. */
  migration: z.string().optional(),
  /** Of a part of a migration: the account at the other end of it. */
  counterpart: z.string().optional(),
  /** A number whose coverage this run would remove must be covered at the counterpart when its change starts. */
  checksCounterpart: z.boolean().default(false),
  /** The run whose rows are planned again as they were decided in its review; absent for any other run. */
  review: z.string().optional(),
  /** Who signed that review, when (ISO 8601, UTC), and with which note. */
  approvedBy: z.string().optional(),
  approvedAt: z.string().optional(),
  approvalNote: z.string().optional(),
  /** Where the journal is. Its stored form has no password. */
  state: z.custom<StatePlace>((value) => typeof value === 'object' && value !== null && 'kind' in value),
  /** Absent: `<state>/<run ID>`. */
  outDir: option(z.string().optional(), {
    name: 'out',
    group: 'output',
    help: 'folder for the files of this run (default: <state>/<run ID>)',
    values: 'folder',
    on: [...ON_SHEETS, 'undo'],
  }),
  account: option(z.string().optional(), {
    group: 'accounts',
    help: 'account for rows that name none',
    values: 'account',
    on: ON_SHEETS,
  }),
  rows: option(lineRange.optional(), {
    group: 'rows',
    help: 'only these lines of the sheet, as a spreadsheet numbers them: 2 or 2-101',
    on: [...ON_SHEETS, 'undo'],
  }),
  where: option(z.array(columnValue).default([]), {
    group: 'rows',
    help: 'only rows with this value: column=value; with several, all must match',
    on: [...ON_SHEETS, 'undo', 'migrate'],
  }),
  limit: option(count.optional(), {
    group: 'rows',
    help: 'only the first N of the chosen rows (a canary)',
    on: [...ON_SHEETS, 'undo'],
  }),
  ...sheetOptions(ON_SHEETS),
  saveMapping: option(z.string().optional(), {
    group: 'sheet',
    help: 'file to write the columns of --map to',
    values: 'file',
    on: ON_SHEETS,
  }),
  choices: option(z.string().optional(), {
    group: 'changes',
    help: 'choices.csv of an earlier run, with an x beside the address to take for a row',
    values: 'file',
    on: [...ON_SHEETS, 'migrate'],
  }),
  /** validate only: also ask the providers. */
  online: option(z.boolean().default(false), {
    group: 'changes',
    help: 'also check each distinct address with its provider',
    on: ['validate'],
  }),
  checkByCreate: option(z.boolean().default(false), {
    group: 'changes',
    help: 'check each address by creating it at the provider and deleting it again',
    on: ['validate', 'plan', 'apply'],
  }),
  accept: option(z.enum(['none', 'formatting', 'all']).default('none'), {
    group: 'changes',
    help: "which of a provider's corrections to accept",
    on: ON_CHANGES,
  }),
  strict: option(z.boolean().default(false), {
    group: 'changes',
    help: 'stop before the first call if any row has an error',
    on: ON_SHEETS,
  }),
  maxErrors: option(share.prefault('10%'), {
    group: 'changes',
    help: 'stop if more rows than this have errors; a share counts from 20 rows on',
    on: [...ON_SHEETS, 'undo', 'resume', 'migrate'],
  }),
  maxReplace: option(share.prefault('30%'), {
    group: 'changes',
    help: 'stop if more addresses than this would be replaced; a share counts from 10 covered numbers on, or for more than 5',
    on: ON_CHANGES,
  }),
  maxRemove: option(share.prefault('30%'), {
    group: 'changes',
    help: 'stop if more numbers than this would lose coverage by remove, release, or disable; a share counts from 10 covered numbers on, for more than 5, or for all',
    on: ON_REMOVALS,
  }),
  maxSpend: option(amount.optional(), {
    group: 'changes',
    help: "stop if the numbers bought at one account would cost more than this, setup and first month, in the carrier's currency",
    on: ['plan', 'apply', 'resume'],
  }),
  force: option(z.boolean().default(false), {
    group: 'changes',
    help: 'continue past the thresholds',
    on: ON_CHANGES,
  }),
  /** Absent: `USUAL_WAIT_MS`, or more where the provider documents that a change takes longer (wait-time.ts). */
  waitMs: option(duration({ hours: LONGEST_WAIT_HOURS }).optional(), {
    name: 'wait',
    group: 'changes',
    help: 'how long to poll pending registrations: 30s, 10m, 1h (default: 10m, or what the provider documents for a change)',
    on: [...ON_CHANGES, 'verify', 'resume'],
  }),
  maxGapMs: option(duration({ hours: LONGEST_WAIT_HOURS }).prefault(DEFAULT_MAX_GAP), {
    name: 'max-gap',
    group: 'changes',
    help: 'leave a number for review if its change may leave it without an address for longer than this',
    on: ON_CHANGES,
  }),
  callerName: option(z.string().optional(), {
    name: 'caller-name',
    group: 'changes',
    help: 'caller name for addresses that are written again and whose name the provider does not tell (Sinch)',
    on: ['undo', 'resume', 'migrate'],
  }),
  settleMs: option(duration().optional(), {
    name: 'settle',
    group: 'changes',
    help: 'how long an unanswered change may still take effect (default: 60s)',
    on: [...ON_SHEETS, 'undo', 'resume', 'migrate'],
  }),
  waitForLockMs: waitForLockOption(['validate', 'plan', 'apply', 'undo', 'resume', 'migrate']),
  maxPauseMs: maxPauseOption([...ON_SHEETS, 'undo', 'resume', 'migrate']),
  maxOpen: option(count.prefault('5'), {
    group: 'changes',
    help: 'most numbers that may be without an address at once',
    on: [...ON_CHANGES, 'resume'],
  }),
  prune: option(z.boolean().default(false), {
    group: 'changes',
    help: 'delete addresses that this run left unused',
    on: ['plan', 'apply'],
  }),
  failOnChanges: option(z.boolean().default(false), {
    group: 'changes',
    help: 'exit 7 if anything would change',
    on: ['plan'],
  }),
  /** Absent: as the sheet is one. */
  xlsx: option(z.boolean().optional(), {
    group: 'output',
    help: 'write results.xlsx too (default: when the sheet is a workbook)',
    on: [...ON_SHEETS, 'undo'],
  }),
  bom: option(z.boolean().default(false), {
    group: 'output',
    help: 'start CSV files with a byte order mark, for Excel',
    on: [...ON_SHEETS, 'undo'],
  }),
});

/** The options of one run, read and with defaults filled in. */
export type RunOptions = Readonly<z.output<typeof runOptionsSchema>>;

/** The same as they are stored: the texts that were typed. */
export type RunOptionTexts = Readonly<z.input<typeof runOptionsSchema>>;

/** What a run needs from outside. */
export interface RunHost {
  /** The accounts end with this command: no command that is typed later can be about them. */
  readonly isSandbox?: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly definitions: readonly ProviderDefinition[];
  readonly config: Config;
  /** Who runs it, for the record: E911_OPERATOR, the role of the database, or the login name. */
  readonly operator: string;
  readonly host: string;
  readonly pid: number;
  /** Where files are written that must survive a crash; the system's disk when absent. */
  readonly disk?: Disk | undefined;
  readonly watcher: RunWatcher;
  /** A next command with the options that were typed now, their paths absolute; absent where none were typed. */
  readonly asTyped?: ((next: NextCommand) => NextCommand | null) | undefined;
  /** Asked once before the first change of `apply`; false = refused (exit 4). */
  confirm(question: Confirmation): Promise<boolean>;
  /** Aborted by the first Ctrl-C: start nothing new, finish what is open. */
  readonly stop: AbortSignal;
  /** Aborted when nothing is left to wait for and the run has not ended: its rows are answered and its files written. */
  readonly stalled?: AbortSignal | undefined;
}

/** How a run ended, for the terminal and for `--json`. */
export interface RunReport {
  readonly runId: string;
  readonly outDir: string;
  readonly exitCode: number;
  readonly exitReason: string;
  readonly summary: Summary;
  /** Counts of what would change or was changed, per account and verb. */
  readonly changes: readonly { readonly account: string; readonly verb: string; readonly count: number }[];
  /** First rows of each result that the user should read: at most 5 each. */
  readonly examples: readonly {
    readonly row: number;
    readonly result: string;
    readonly phoneNumber: string;
    readonly text: string;
  }[];
  /** What a plan would change: the riskiest and the first; null outside of a plan. */
  readonly planned: ShownChanges | null;
  /** Numbers uncovered now, with the account. */
  readonly uncovered: readonly { readonly account: string; readonly phoneNumber: string }[];
  /** Numbers that the run bought and that have no emergency address yet. */
  readonly boughtUncovered: RunReport['uncovered'];
  /** The next command to type; null when there is nothing left to do. */
  readonly next: NextCommand | null;
}
