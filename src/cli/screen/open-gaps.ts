import { commandLine, type NextCommand, nextText } from '../../domain/next-command.ts';
import { JournalError, UncoveredError } from '../../errors/app-error.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { readGapLog } from '../../journal/gap-log.ts';
import type { Journal } from '../../journal/journal.ts';
import type { OpenGap } from '../../journal/records.ts';
import { shownPlace, shownText } from '../../journal/state-place.ts';
import { gapMembers } from '../../run/context/events.ts';
import type { Session } from '../session/session.ts';
import { fromJournal, lostRuns } from '../session/state-folder.ts';
import { stateOf } from '../session/state-place.ts';
import { gapSentence } from './gap-sentence.ts';
import { printEvents } from './print-events.ts';
import { visible } from './visible.ts';

/** An open gap; `isLost`: the journal does not know it, so its run cannot be resumed. */
type KnownGap = OpenGap & { readonly isLost: boolean };

/**
 * The open gaps of the state folder, from the journal and from the log beside it; the log alone without a journal.
 * @throws JournalError when the journal cannot be read; UncoveredError (exit 9) in its place when the log names numbers.
 */
export async function knownGaps(session: Session): Promise<KnownGap[]> {
  const place = await stateOf(session);
  const logged = place.kind === 'folder' ? readGapLog(place.stateDir) : [];
  try {
    const read = async (journal: Journal): Promise<KnownGap[]> => [
      ...(await journal.openGaps()).map((gap) => ({ ...gap, isLost: false })),
      ...(await journal.unknownGaps()).map((gap) => ({ ...gap, isLost: true })),
    ];
    const lost = logged.map((gap) => ({ ...gap, isLost: true }));
    return await fromJournal<KnownGap[]>(session, read, lost);
  } catch (error) {
    if (!(error instanceof JournalError) || logged.length === 0) throw error;
    throw new UncoveredError(logged, { hint: error.hint, cause: error });
  }
}

/** Why the journal may not know every open gap: it lacks runs whose files are here, or its seal is missing or damaged. */
type JournalDoubt = 'lacks-runs' | 'unsealed';

/** Warns when what the journal says of open gaps may not be all. Returns why; null when nothing speaks against it. */
export async function warnOfLostRuns(session: Session): Promise<JournalDoubt | null> {
  const { folders, isEmpty, isMissing, isUnsealed } = await lostRuns(session);
  const [first] = folders;
  const state = visible(shownPlace(await stateOf(session)));
  if (isUnsealed) {
    session.terminal.alert(
      `THE JOURNAL HAS NO SEAL: journal.seal in ${state} is missing or damaged. Whether the journal there is the newest one is not known.`,
      'red',
    );
    const verify = commandLine({ command: 'verify', args: workspaceArgs(session), advice: '' });
    session.terminal.alert(
      `       Restore the state folder from a backup, or type: ${verify} (it reads the accounts, and the journal gets a new seal)`,
      'plain',
    );
  }
  if (first === undefined) return isUnsealed ? 'unsealed' : null;
  const runs = folders.length === 1 ? `1 run (${first})` : `${folders.length} runs (${first}, ...)`;
  const what = isMissing
    ? 'THE JOURNAL IS MISSING'
    : isEmpty
      ? 'THE JOURNAL IS EMPTY'
      : 'THE JOURNAL LACKS RUNS';
  session.terminal.alert(
    `${what}: ${state} holds the files of ${runs} that the journal does not know. What they left open is not known.`,
    'red',
  );
  const recover = commandLine({ command: 'recover', args: workspaceArgs(session), advice: '' });
  session.terminal.alert(`       Restore the state folder from a backup, or type: ${recover}`, 'plain');
  return 'lacks-runs';
}

/** Names on stderr every number that an unfinished run left without an emergency address, and what to type. Returns how many. */
export async function nameOpenGaps(session: Session): Promise<number> {
  const gaps = await knownGaps(session);
  await warnOfLostRuns(session);
  if (session.terminal.options.events) tellOpenGaps(session, gaps);
  for (const gap of gaps) session.terminal.alert(gapSentence(gap), 'red');
  for (const runId of new Set(gaps.filter(({ isLost }) => !isLost).map((gap) => gap.runId))) {
    session.terminal.alert(`       To give it an address: ${resumeLine(session, runId)}`, 'plain');
  }
  if (gaps.some(({ isLost }) => isLost)) {
    session.terminal.alert(
      '       The journal does not know every run above: apply a sheet that gives those numbers an address.',
      'plain',
    );
  }
  return gaps.length;
}

function tellOpenGaps(session: Session, gaps: readonly OpenGap[]): void {
  const { event } = printEvents(session);
  for (const gap of gaps) event({ type: 'gap-opened', ...gapMembers(gap), since: gap.since });
}

/** At a second signal: which numbers are uncovered, and how to continue. Returns the exit code of uncovered numbers when there are any. */
export async function nameWhatIsLeft(session: Session): Promise<number | undefined> {
  const uncovered = await nameOpenGaps(session);
  session.terminal.alert(`To continue: ${resumeLine(session)}`, 'plain');
  return uncovered > 0 ? EXIT_CODES.uncovered.code : undefined;
}

/** The command that finishes a run, or the newest one, with the config and state folder of this command. */
export function resumeLine(session: Session, runId?: string): string {
  const run = runId === undefined ? [] : [visible(runId)];
  return commandLine({ command: 'resume', args: [...run, ...workspaceArgs(session)], advice: '' });
}

/**
 * `--config FILE --env-file FILE --state PLACE` as they were typed with this command, without a password: the next one needs the
 * same. Empty when none was.
 */
export function workspaceArgs(session: Session): string[] {
  return ['config', 'env-file', 'state'].flatMap((name) => {
    const typed = session.args.text(name);
    return typed === undefined ? [] : [`--${name}`, visible(name === 'state' ? shownText(typed) : typed)];
  });
}

/** A next command with the workspace that was typed with this one, `--sandbox` included, quoted for a shell. */
export function nextHere(session: Session, next: NextCommand): string {
  const here = session.args.flag('sandbox') ? ['--sandbox'] : [];
  return nextText({ ...next, args: [...next.args, ...here, ...workspaceArgs(session)] });
}
