import { shellWord } from './shell-word.ts';

/** What to do after a command: a command line in its parts, and words about it. Rendered by terminal, JSON and report. */
export interface NextCommand {
  /** `apply`, `resume`, ...; empty when there is nothing to type. */
  readonly command: string;
  /** What follows the command, as plain text; quoted only when it is rendered. */
  readonly args: readonly string[];
  /** Options that say how the sheet of `args` is read, for a place where they were not typed. */
  readonly reading?: readonly string[];
  /** What to do before typing it, or instead; empty when the command says all. */
  readonly advice: string;
  /** What can be typed instead, where there are two ways. */
  readonly otherwise?: NextCommand;
}

/** `e911 apply 'my sheet.csv'`, to be pasted into a shell; empty when there is nothing to type. */
export function commandLine({ command, args }: NextCommand): string {
  return command === '' ? '' : ['e911', command, ...args.map(shellWord)].join(' ');
}

/** Advice and command line in one line; empty when there is neither. */
export function nextText(next: NextCommand | null): string {
  if (next === null) return '';
  const line = commandLine(next);
  return next.advice === '' || line === '' ? next.advice || line : `${next.advice}, then: ${line}`;
}
