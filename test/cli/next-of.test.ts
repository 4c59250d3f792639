import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { Arguments } from '../../src/cli/options/arguments.ts';
import { nextOf } from '../../src/cli/run-sheet.ts';
import { Terminal } from '../../src/cli/screen/terminal.ts';
import { type Session, shortened } from '../../src/cli/session/session.ts';
import { commandLine } from '../../src/domain/next-command.ts';
import { type DeclaredOption, declaredOptions } from '../../src/options/option.ts';
import { runOptionsSchema } from '../../src/run/context/run-options.ts';
import { fakeIo } from './fake-io.ts';

const NASTY = `-it's "x" $HOME;`;
const OPTIONS = declaredOptions(runOptionsSchema).filter(
  ({ name, on }) => on.includes('apply') && name !== 'out',
);

function session(args: Record<string, unknown>): Session {
  const { io } = fakeIo('/data');
  const terminal = new Terminal(io, {
    json: false,
    events: false,
    quiet: false,
    verbose: false,
    color: 'never',
  });
  const { signal } = new AbortController();
  return { io, terminal, args: new Arguments(args), stop: signal, stalled: signal };
}

function typedValue({ isSwitch, isRepeatable }: DeclaredOption): unknown {
  if (isSwitch) return true;
  return isRepeatable ? [`a=${NASTY}`, NASTY] : NASTY;
}

/** The words that a shell hands to the program when the next command is pasted. */
function pasted(typed: Session, about: string): string[] {
  const next = nextOf(typed, { command: 'apply', args: [about], advice: '' });
  if (next === null) throw new Error('nothing to type');
  const line = shortened(typed, commandLine(next));
  return execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

function wordsOf(one: DeclaredOption): string[] {
  if (one.isSwitch) return [`--${one.name}`];
  return one.isRepeatable
    ? [`--${one.name}`, `a=${NASTY}`, `--${one.name}=${NASTY}`]
    : [`--${one.name}=${NASTY}`];
}

const ALL = Object.fromEntries(OPTIONS.map((one) => [one.name, typedValue(one)]));

it('carries every option of the same sheet, as it was typed, through a shell', () => {
  const typed = session({ ...ALL, _: ['plan'], sheet: '-s.csv', state: 'my state' });
  expect(pasted(typed, '/data/-s.csv')).toEqual([
    'e911',
    'apply',
    './-s.csv',
    ...OPTIONS.flatMap(wordsOf),
    '--state',
    'my state',
  ]);
});

it('carries to a plan.json and a retry.csv what their rows do not hold', () => {
  const typed = session({ ...ALL, _: ['plan'], sheet: 's.csv' });
  const carried = (about: string): string[] => {
    const words = pasted(typed, about);
    return OPTIONS.map(({ name }) => name).filter((name) =>
      words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)),
    );
  };
  const plan = carried('/data/out/plan.json');
  expect(plan).toEqual(expect.arrayContaining(['max-replace', 'max-remove', 'force', 'wait', 'xlsx']));
  expect(
    plan.filter((name) => ['where', 'rows', 'limit', 'worksheet', 'map', 'choices'].includes(name)),
  ).toEqual([]);
  const retry = carried('/data/out/retry.csv');
  expect(retry).toEqual(expect.arrayContaining(['account', 'mapping', 'set!', 'max-replace']));
  expect(retry.filter((name) => ['where', 'rows', 'limit', 'worksheet', 'choices'].includes(name))).toEqual(
    [],
  );
});

it('says how the rows were read where that was not typed with this command', () => {
  const next = {
    command: 'apply',
    args: ['/data/out/retry.csv'],
    reading: ['--set!', 'account=us'],
    advice: '',
  };
  const line = (args: Record<string, unknown>) => nextOf(session(args), next)?.args.slice(0, 3);
  const read = ['/data/out/retry.csv', '--set!', 'account=us'];
  expect(line({ _: ['resume'] })).toEqual(read);
  expect(line({ _: ['apply'], sheet: 'out/plan.json' })).toEqual(read);
  expect(line({ _: ['verify'], what: '20261127-030552167-hv2k' })).toEqual(read);
  expect(line({ _: ['apply'], sheet: 's.csv', 'set!': ['account=us'] })).toEqual(read);
});

it('leaves a path whole that only contains the current folder', () => {
  expect(shortened(session({}), '/mnt/data/runs /data/runs')).toBe('/mnt/data/runs runs');
});
