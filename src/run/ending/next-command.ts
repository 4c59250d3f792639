import type { NextCommand } from '../../domain/next-command.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import type { RunContext } from '../context/run-context.ts';
import { isConfirmed } from '../context/run-stage.ts';

const { invalidSheet, done, findings, uncovered, unsettled, pending, access, interrupted, terminated } =
  EXIT_CODES;
/** Exits of a run that e911 resume can finish, so that no sheet needs a fix first. */
const RESUMABLE: ReadonlySet<number> = new Set(
  [interrupted, terminated, uncovered, unsettled, pending, access].map(({ code }) => code),
);

/** Exits of a preview that may succeed later as it is. */
const LATER: ReadonlySet<number> = new Set(
  [pending, access, interrupted, terminated].map(({ code }) => code),
);

/** The command to type after a run, made here once; null when nothing is left to do. */
export async function nextCommand(
  context: RunContext,
  outDir: string,
  exitCode: number,
  wouldApply: number,
): Promise<NextCommand | null> {
  const { command, input, ofRun } = context.options;
  if (command === 'plan' && exitCode !== invalidSheet.code && wouldApply > 0) {
    return type('apply', `${outDir}/plan.json`);
  }
  if (command === 'plan' && LATER.has(exitCode)) return type('plan', input);
  if (command === 'validate' && exitCode === done.code) return type('plan', input);
  if (exitCode === done.code) return null;
  const isChange = command === 'apply' || command === 'undo';
  if (isChange && RESUMABLE.has(exitCode) && (await isConfirmed(context.journal, context.runId))) {
    return type('resume', context.runId);
  }
  if (command === 'verify') {
    if (exitCode === findings.code || exitCode === uncovered.code) return applyAgain(context);
    return type('verify', ofRun ?? input, ...(exitCode === pending.code ? ['--wait', '1h'] : []));
  }
  if (command === 'undo') return type('undo', ofRun ?? '');
  const retry = `${outDir}/retry.csv`;
  return { ...type(command, retry), advice: `fix the rows in ${retry}` };
}

function type(command: string, ...args: readonly string[]): NextCommand {
  return { command, args, advice: '' };
}

/** What returns a verified sheet, or the sheet of a verified run, to what it asks for. */
async function applyAgain({ journal, options }: RunContext): Promise<NextCommand | null> {
  const past = options.ofRun === undefined ? null : await journal.run(options.ofRun);
  const input = past ? past.options['input'] : options.input;
  return past?.command === 'undo' || typeof input !== 'string' ? null : type('plan', input);
}
