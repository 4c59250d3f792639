import type { Effect } from '../../../src/sandbox/stand-in.ts';
import type { Ended } from '../process/command.ts';
import { readState } from '../state-readers.ts';
import type { Violation } from './violation.ts';

/** What the stand-ins of a migration recorded, and how its last process ended. */
interface MigrationEvidence {
  readonly to: string;
  readonly numbers: readonly string[];
  /** Of the old account. */
  readonly old: { readonly effects: readonly Effect[]; readonly state: unknown };
  /** Of the new account. */
  readonly new: { readonly effects: readonly Effect[]; readonly state: unknown };
  /** Milliseconds that the new account takes until a number is covered. */
  readonly registrationMs: number;
  readonly last: Ended;
}

/** Every number is covered at the new account before the old one loses it, and each change is made once. */
export function judgeMigration(evidence: MigrationEvidence): Violation[] {
  const violations: Violation[] = [];
  const broken = (invariant: string, text: string): void => void violations.push({ invariant, text });
  const { numbers, last, to, registrationMs } = evidence;
  if (last.code !== 0) broken('ends', `the last process ended with ${last.code}: ${last.said.slice(-600)}`);
  const covered = byNumber(evidence.new.effects, 'associate');
  const removed = byNumber(evidence.old.effects, 'disassociate');
  const at = { old: readState('vonage', evidence.old.state), new: readState(to, evidence.new.state) };
  for (const number of numbers) {
    const [cover, ...coveredAgain] = covered.get(number) ?? [];
    const [removal, ...removedAgain] = removed.get(number) ?? [];
    if (coveredAgain.length > 0) broken('none twice', `${number} got its address at ${to} twice`);
    if (removedAgain.length > 0) broken('none twice', `${number} lost its address at vonage twice`);
    if (removal !== undefined && (cover === undefined || cover + registrationMs > removal)) {
      broken('covered first', `${number} lost its address at vonage before ${to} had covered it`);
    }
    if (at.new.numbers.get(number)?.covered !== true) broken('moved', `${number} is not covered at ${to}`);
    if (at.old.numbers.get(number)?.covered !== false) {
      broken('moved', `${number} is still covered at vonage`);
    }
  }
  const foreign = evidence.old.effects.find(({ kind }) => kind !== 'disassociate');
  if (foreign !== undefined) broken('only removals', `${foreign.kind} of ${foreign.subject} at vonage`);
  return violations;
}

/** When each number had an effect of this kind. */
function byNumber(effects: readonly Effect[], kind: string): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (const effect of effects.filter((each) => each.kind === kind)) {
    const number = `+${effect.subject.replace('+', '')}`;
    times.set(number, [...(times.get(number) ?? []), effect.atMs]);
  }
  return times;
}
