import { runWith } from '../../api/sheet-runs.ts';
import { commandError } from '../../errors/command-errors.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import type { RunRecord } from '../../journal/records.ts';
import { readPlanJson } from '../../report/plan-json.ts';
import type { SignAnswer, Signed } from '../../review/exchange.ts';
import { reviewHtml } from '../../review/page-html.ts';
import { openReview } from '../../review/review.ts';
import { serveReview } from '../../review/review-server.ts';
import { isRunId, runIdOf } from '../../run/context/run-id.ts';
import type { RunHost } from '../../run/context/run-options.ts';
import { meantRun } from '../../run/context/unknown-run.ts';
import { askCarriers } from '../ask-carrier.ts';
import { OWN_OPTIONS } from '../options/own-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf } from '../options/typed-options.ts';
import { openBrowser } from '../process/open-browser.ts';
import { nextOf, withRunHost } from '../run-sheet.ts';
import { nameOpenGaps, nextHere } from '../screen/open-gaps.ts';
import { visible } from '../screen/visible.ts';
import {
  type CommandContext,
  type LoadedCommand,
  type Session,
  shortened,
  typedPath,
} from '../session/session.ts';
import { fromJournal, requireJournal } from '../session/state-folder.ts';
import { stateOf } from '../session/state-place.ts';

/** A page that asks for nothing for so long was closed. */
const IDLE_MS = 15 * 60_000;
const SEARCHED_RUNS = 1_000;
const REVIEWED: ReadonlySet<string> = new Set(['plan', 'apply']);

/** `e911 review [what]` */
export function reviewCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('what', {
          type: 'string',
          describe: 'a plan.json, or the ID of a run of plan or apply; without it, the newest plan',
        })
        .options({ ...optionsOf('review', sessionOptions), ...OWN_OPTIONS.review })
        .example('$0 review', 'decide the rows of the newest plan that need a decision, and sign')
        .example('$0 review out/plan.json --no-open', 'with a browser that you open yourself'),
    handler: (args) =>
      context.run(args, review, {
        finishesOnSignal: true,
        onFirstSignal: 'Closing the page. What was decided is kept.',
      }),
  };
}

async function review(session: Session): Promise<number> {
  await nameOpenGaps(session);
  await requireJournal(session);
  const run = await reviewedRun(session);
  return withRunHost(session, (host) => serve(session, run, host));
}

async function serve(session: Session, run: RunRecord, host: RunHost): Promise<number> {
  const { terminal, stop } = session;
  const carriers = askCarriers(host);
  const work = openReview({
    run,
    state: await stateOf(session),
    host,
    ask: carriers.ask,
    plan: async (options) => {
      const report = await runWith(options, host);
      return { ...report, next: nextOf(session, report.next) };
    },
  });
  const server = await serveReview(work, await reviewHtml(), { idleMs: IDLE_MS, clock: session.io.clock });
  try {
    terminal.note(`Review of ${run.sheetName}: ${server.url}`);
    if (!session.args.flag('no-open') && session.io.isTty.stdout) await openBrowser(server.url);
    const stopped = new Promise<null>((resolve) => {
      if (stop.aborted) resolve(null);
      stop.addEventListener('abort', () => resolve(null), { once: true });
    });
    const answer = await Promise.race([server.ended, stopped]);
    if (answer !== null) return tellSigned(session, run, answer);
    const { signed } = await work.since(Number.MAX_SAFE_INTEGER);
    return tellUnsigned(session, run, signed);
  } finally {
    await server.close();
    await carriers.close();
  }
}

function tellSigned(session: Session, { runId }: RunRecord, answer: SignAnswer): number {
  const { terminal } = session;
  const { code } = EXIT_CODES.done;
  if (terminal.options.json) {
    const signed = { ...answer.signed, plan: answer.plan, left: answer.left };
    terminal.json({ run_id: runId, signed, next: answer.next, exit_code: code });
    return code;
  }
  terminal.answer(`Signed by ${answer.signed.by}: ${visible(shortened(session, answer.plan))}`);
  if (answer.next !== '') terminal.answer(`next: ${visible(shortened(session, answer.next))}`, 'bold');
  return code;
}

/** What is not signed here is no confirmation (exit 4), also where somebody else has signed meanwhile. */
function tellUnsigned(session: Session, { runId, sheetName }: RunRecord, elsewhere: Signed | null): number {
  const { terminal } = session;
  const { code } = EXIT_CODES.guard;
  const opening = session.args.flag('no-open') ? ['--no-open'] : [];
  const next = nextHere(
    session,
    elsewhere === null
      ? { command: 'review', args: [runId, ...opening], advice: '' }
      : { command: 'runs', args: [elsewhere.planRun], advice: '' },
  );
  if (terminal.options.json) {
    const signer = elsewhere === null ? {} : { signed_elsewhere: elsewhere };
    terminal.json({ run_id: runId, signed: null, ...signer, next, exit_code: code });
    return code;
  }
  terminal.answer(
    elsewhere === null
      ? `The review of ${sheetName} is not signed. What was decided is kept (exit ${code})`
      : `The review of ${sheetName} was signed by ${visible(elsewhere.by)} at another page: its plan is run ${elsewhere.planRun}. Nothing was signed here (exit ${code})`,
  );
  terminal.answer(`next: ${visible(next)}`, 'bold');
  return code;
}

/** @throws UsageError RUN_UNKNOWN, REVIEW_NOTHING, REVIEW_UNFIT, PLAN_UNREADABLE; GuardError PLAN_EDITED */
async function reviewedRun(session: Session): Promise<RunRecord> {
  const what = session.args.text('what');
  const runId = what === undefined ? null : await runIdIn(session, what);
  const run = await fromJournal(
    session,
    async (journal) =>
      runId === null
        ? ((await journal.runs(SEARCHED_RUNS)).find(isReviewable) ?? null)
        : await journal.run(runId),
    null,
  );
  if (run === null && runId === null) throw commandError('reviewNothing', undefined);
  if (run === null) {
    const id = runId ?? '';
    const meant = await fromJournal(session, (journal) => meantRun(id, journal), '');
    throw isRunId(id)
      ? commandError('runUnknown', { runId: id, meant })
      : commandError('neitherRunNorPlan', { what: what ?? '', meant });
  }
  if (!isReviewable(run)) throw commandError('reviewUnfit', { runId: run.runId, command: run.command });
  return run;
}

const isReviewable = ({ command, finishedAt }: RunRecord): boolean =>
  REVIEWED.has(command) && finishedAt !== null;

async function runIdIn(session: Session, what: string): Promise<string> {
  if (!what.toLowerCase().endsWith('.json')) return runIdOf(what);
  return (await readPlanJson(typedPath(session, what))).head.run_id;
}
