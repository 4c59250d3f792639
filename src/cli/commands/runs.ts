import { gapAnswer } from '../../api/answers.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import type { Journal } from '../../journal/journal.ts';
import { followRun } from '../follow-run.ts';
import { runsOptions } from '../options/runs-options.ts';
import { sessionOptions } from '../options/session-options.ts';
import { optionsOf, typedTexts } from '../options/typed-options.ts';
import { pruneRuns } from '../prune-runs.ts';
import { gapSentence } from '../screen/gap-sentence.ts';
import { nameLateArrivals } from '../screen/late-arrivals.ts';
import { knownGaps, nameOpenGaps, nextHere, resumeLine, warnOfLostRuns } from '../screen/open-gaps.ts';
import { type ListedRun, runAsJson, showOneRun } from '../screen/show-one-run.ts';
import type { CommandContext, LoadedCommand, Session } from '../session/session.ts';
import { fromJournal, requireJournal } from '../session/state-folder.ts';
import { writeRunFiles } from '../write-run-again.ts';

/** `e911 runs [run]` */
export function runsCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('run', { type: 'string', describe: 'id of a run' })
        .options(optionsOf('runs', sessionOptions, runsOptions))
        .example('$0 runs', 'the newest runs')
        .example('$0 runs <run> --out audit', 'write the files of a run again, from the journal')
        .example('$0 runs --follow', 'how far the newest run has come, until it ends')
        .example('$0 runs --prune 90d --dry-run', 'which old runs would be deleted, and which stay')
        .example('$0 runs --uncovered', 'numbers that an interrupted run left without an address'),
    handler: (args) => context.run(args, showAndCheck),
  };
}

async function showAndCheck(session: Session): Promise<number> {
  const exitCode = await chooseAnswer(session);
  await nameLateArrivals(session);
  return exitCode;
}

async function chooseAnswer(session: Session): Promise<number> {
  if (session.args.flag('follow')) return followRun(session);
  if (session.args.text('out') !== undefined) return writeRunFiles(session);
  if (session.args.text('prune') !== undefined) return pruneRuns(session);
  if (session.args.flag('uncovered')) return listUncovered(session);
  await nameOpenGaps(session);
  const runId = session.args.text('run');
  return runId === undefined ? listRuns(session) : showOneRun(session, runId);
}

const DOUBTFUL = {
  'lacks-runs':
    'The journal knows no number that is left without an address, but it does not know every run.',
  unsealed: 'The journal knows no number that is left without an address, but it may not be the newest one.',
} as const;

async function listUncovered(session: Session): Promise<number> {
  const { terminal, args } = session;
  const runId = args.text('run');
  await requireJournal(session);
  const all = await knownGaps(session);
  const gaps = all.filter((gap) => runId === undefined || gap.runId === runId);
  const doubt = await warnOfLostRuns(session);
  // What the journal does not know may be a number without an address: no script may read that as an all-clear.
  const quiet = doubt === null ? EXIT_CODES.done : EXIT_CODES.incomplete;
  const exit = gaps.length === 0 ? quiet : EXIT_CODES.uncovered;
  if (terminal.options.json) {
    terminal.json({
      uncovered: gaps.map(gapAnswer),
      exit_code: exit.code,
      exit_reason: exit.reason,
    });
  } else if (gaps.length === 0) {
    terminal.answer(doubt === null ? 'No number is left without an address.' : DOUBTFUL[doubt]);
  } else {
    terminal.answer(
      terminal.table(
        ['number', 'account', 'since', 'run'],
        gaps.map((one) => [one.phoneNumber, one.account, one.since, one.runId]),
      ),
    );
    const resumable = gaps.find(({ isLost }) => !isLost);
    const next = resumable
      ? resumeLine(session, resumable.runId)
      : 'apply a sheet that gives these numbers an address';
    terminal.answer(`next: ${next}`, 'bold');
  }
  for (const gap of gaps) terminal.alert(gapSentence(gap), 'red');
  return exit.code;
}

async function listRuns(session: Session): Promise<number> {
  const { limit } = runsOptions.parse(typedTexts(runsOptions, session.args));
  const read = async (journal: Journal): Promise<ListedRun[]> =>
    Promise.all(
      (await journal.runs(limit)).map(async (run) => ({
        run,
        rows: (await journal.countRows(run.runId)).total,
      })),
    );
  const listed = await fromJournal<ListedRun[]>(session, read, []);
  const { terminal } = session;
  if (terminal.options.json) {
    terminal.json({ runs: listed.map(runAsJson), exit_code: EXIT_CODES.done.code });
  } else if (listed.length === 0) {
    const next = { command: 'plan', args: ['SHEET'], advice: '' };
    terminal.answer(`No runs yet.\nnext: ${nextHere(session, next)}`);
  } else {
    terminal.answer(
      terminal.table(
        ['run', 'command', 'sheet', 'started', 'by', 'rows', 'exit'],
        listed.map(({ run, rows }) => [
          run.runId,
          run.command,
          run.sheetName,
          run.startedAt,
          run.operator,
          run.command === 'export' || run.command === 'migrate' || (run.command === 'validate' && rows === 0)
            ? '-'
            : String(rows),
          run.exitCode === null ? 'not finished' : String(run.exitCode),
        ]),
      ),
    );
  }
  return EXIT_CODES.done.code;
}
