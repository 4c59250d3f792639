import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { type ConfigProblem, configProblem } from '../errors/command/config-problems.ts';
import { readSmallFile } from './small-file.ts';

/** What is needed to look up references. */
export interface ReferenceContext {
  /** Folder that relative `file:` paths start at and commands run in: the config file's own. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told in a sentence what is not wrong but unsafe. */
  readonly onWarning: (message: string) => void;
}

/** A looked-up value, or why there is none. */
type Lookup = { readonly value: string } | ConfigProblem;

const MAX_BYTES = 64 * 1024;
const COMMAND_TIMEOUT_MS = 10_000;
const REFERENCE = /^(env|file|command):(.*)$/s;

/** Whether a text names where a secret is kept, instead of being one. */
export function isReference(text: string): boolean {
  return REFERENCE.test(text);
}

/** Looks up `env:NAME`, `file:PATH` or `command:PROGRAM ARGUMENTS`, as the setting `where` has it; other text is the value itself. */
export async function resolveReference(
  where: string,
  text: string,
  context: ReferenceContext,
): Promise<Lookup> {
  const [, kind, target = ''] = REFERENCE.exec(text) ?? [];
  if (kind === undefined) return checkedValue(where, text, '');
  const name = target.trim();
  if (name === '') return configProblem(where, 'referenceEmpty', { kind });
  if (kind === 'env') return fromEnvironment(where, name, context);
  return kind === 'file' ? await fromFile(where, name, context) : await fromCommand(where, name, context);
}

function fromEnvironment(where: string, name: string, context: ReferenceContext): Lookup {
  const value = context.environment[name];
  if (value === undefined) return configProblem(where, 'variableNotSet', { name });
  return checkedValue(where, withoutLineEnd(value), `the environment variable ${name}`);
}

async function fromFile(where: string, name: string, context: ReferenceContext): Promise<Lookup> {
  const home = context.environment['HOME'];
  const path =
    name.startsWith('~/') && home !== undefined
      ? resolve(home, name.slice(2))
      : resolve(context.folder, name);
  const file = await readSmallFile(path, MAX_BYTES);
  if ('problem' in file) return configProblem(where, 'secretFile', { name, why: file.problem });
  if (file.isOpenToOthers) {
    context.onWarning(
      `${name} holds a secret and others on this machine can read it. Type: chmod 600 ${name}`,
    );
  }
  return checkedValue(where, withoutLineEnd(file.text), `the file ${name}`);
}

/** Runs the program without a shell. Nothing it prints is repeated in an error: it may be the secret. */
async function fromCommand(where: string, line: string, context: ReferenceContext): Promise<Lookup> {
  const words = splitCommand(line);
  const [program, ...args] = words ?? [];
  if (program === undefined) return configProblem(where, 'commandQuote');
  return await new Promise<Lookup>((done) => {
    const child = execFile(
      program,
      args,
      {
        cwd: context.folder,
        env: { ...context.environment },
        timeout: COMMAND_TIMEOUT_MS,
        killSignal: 'SIGKILL',
        maxBuffer: MAX_BYTES,
        windowsHide: true,
      },
      (error, stdout) => {
        if (error === null) return done(checkedValue(where, stdout.trim(), `the command ${program}`));
        const why = error.killed === true ? 'did not end within 10 s' : `failed (${codeOf(error)})`;
        done(configProblem(where, 'commandFailed', { program, why }));
      },
    );
    // A program that never reads its input closes the pipe first; that is not a failure.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end();
  });
}

/** Words of a command line, with '...' and "..." kept together; null when a quote stays open. */
export function splitCommand(line: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (const char of line) {
    if (quote !== '') {
      if (char === quote) quote = '';
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== '') return null;
  if (word !== null) words.push(word);
  return words;
}

/** A value that can be sent in a header: not empty, no control character or line break. `source` is empty for a literal. */
export function checkedValue(where: string, value: string, source: string): Lookup {
  if (value === '') return configProblem(where, 'valueEmpty', { source });
  return /\p{Cc}/u.test(value) ? configProblem(where, 'valueControl', { source }) : { value };
}

function withoutLineEnd(text: string): string {
  return text.replace(/(?:\r?\n)+$/, '');
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return 'unreadable';
  return typeof error.code === 'number' ? `exit ${error.code}` : String(error.code);
}
