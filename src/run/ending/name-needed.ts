import type { Instruction } from '../../journal/records.ts';
import type { EndingContext } from '../context/run-context.ts';

/**
 * Whether a number of this run stays uncovered because its carrier needs a caller name that it never tells. A resume alone sends
 * what was planned.
 */
export async function needsName({ runId, journal, accounts }: EndingContext): Promise<boolean> {
  const open = (await journal.openGaps()).filter((gap) => gap.runId === runId);
  const isHidden = (name: string): boolean =>
    accounts.get(name)?.provider.capabilities.hidesCallerName === true;
  for (const account of new Set(open.map((gap) => gap.account).filter(isHidden))) {
    for await (const { gapOpenedAt, gapClosedAt, program } of journal.operations(runId, account)) {
      if (gapOpenedAt !== null && gapClosedAt === null && program.some(lacksName)) return true;
    }
  }
  return false;
}

function lacksName(instruction: Instruction): boolean {
  if (instruction.do !== 'step' || instruction.step.kind !== 'associate') return false;
  return instruction.step.callerName === '';
}
