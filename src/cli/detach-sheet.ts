import { handOverSheet } from '../api/team.ts';
import { nextText } from '../domain/next-command.ts';
import { many } from '../domain/plural.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import type { HandedOver } from '../run/perform-run.ts';
import { sheetOf, typedRunOptions } from './options/read-run-options.ts';
import { nextOf, showEnd, withRunHost } from './run-sheet.ts';
import { nameOpenGaps } from './screen/open-gaps.ts';
import { visible } from './screen/visible.ts';
import type { Session } from './session/session.ts';
import { stateOf } from './session/state-place.ts';

/** `e911 apply SHEET --detach`: a run up to its confirmation; the workers do the rest. @throws as `handOverSheet` does */
export async function detachSheet(session: Session): Promise<number> {
  const given = typedRunOptions(session);
  const sheet = await sheetOf(session);
  await nameOpenGaps(session);
  const state = await stateOf(session);
  const end = await withRunHost(session, (host) => handOverSheet({ state, sheet, given }, host));
  return 'handedOver' in end ? show(session, end) : showEnd(session, end);
}

function show(session: Session, { handedOver: { runId, accounts } }: HandedOver): number {
  const { terminal } = session;
  const { code } = EXIT_CODES.done;
  const follow = nextOf(session, { command: 'runs', args: [runId, '--follow'], advice: '' });
  const reason = `handed over: ${many(accounts.length, 'account waits', 'accounts wait')} for a worker`;
  if (terminal.options.json) {
    const next = nextText(follow);
    terminal.json({ run_id: runId, handed_over: accounts, exit_code: code, exit_reason: reason, next });
    return code;
  }
  terminal.answer(`Run ${runId} is confirmed and ${reason} (e911 worker): ${visible(accounts.join(', '))}.`);
  terminal.answer(`next: ${visible(nextText(follow))}`, 'bold');
  return code;
}
