import { describe, expect, it } from 'vitest';
import { failureOf } from '../../src/api/failure.ts';
import { GuardError, IncompleteListError, JournalError, UsageError } from '../../src/errors/app-error.ts';
import { CONFIG_PROBLEMS } from '../../src/errors/command/config-problems.ts';
import { COMMAND_ERRORS, commandError } from '../../src/errors/command-errors.ts';
import { EXIT_CODES } from '../../src/errors/exit-codes.ts';

/** Words that the glossary of docs/contributing.md replaces. */
const OUT_OF_USE =
  /\b(?:wish|window|mend|demand|nobody|stands?|goes on|go on|leave \S+ away|of ours|it is no)\b/;

/** The values that are lists. */
const LISTS: ReadonlySet<string | symbol> = new Set(['missing', 'choices']);

describe('the table of command-line sentences', () => {
  it.each(Object.entries(COMMAND_ERRORS))('%s says what is wrong and what to do next', (_, entry) => {
    // Every value in one: what a sentence does not use is not read.
    const anything = new Proxy({}, { get: (_target, name) => (LISTS.has(name) ? ['a'] : String(name)) });
    for (const sentence of [entry.message(anything as never), entry.hint(anything as never)]) {
      expect(sentence).not.toMatch(OUT_OF_USE);
      expect(sentence.trim()).not.toBe('');
    }
    expect(entry.code).toMatch(/^[A-Z][A-Z0-9_]+$/);
  });

  it.each(Object.entries(CONFIG_PROBLEMS))('%s continues a sentence about a setting', (_, entry) => {
    const anything = new Proxy({}, { get: (_target, name) => (name === 'names' ? ['a'] : String(name)) });
    const message = entry.message(anything as never);
    for (const sentence of [message, entry.hint(anything as never)]) expect(sentence).not.toMatch(OUT_OF_USE);
    expect(message.trim()).not.toBe('');
    expect(entry.code).toMatch(/^CONFIG_[A-Z_]+$/);
  });

  it('makes errors whose class decides the exit code', () => {
    expect(commandError('sheetEmpty', { path: 'a.csv' })).toBeInstanceOf(UsageError);
    expect(commandError('planStale')).toBeInstanceOf(GuardError);
    expect(commandError('exportListIncomplete', { why: 'page 2 was cut off' })).toBeInstanceOf(
      IncompleteListError,
    );
    const cause = new Error('bad options');
    const damaged = commandError('runOptionsDamaged', { runId: 'r1', again: 'e911 apply a.csv' }, cause);
    expect(damaged).toBeInstanceOf(JournalError);
    expect(damaged.cause).toBe(cause);
    expect(failureOf(commandError('planStale')).exitCode).toBe(EXIT_CODES.guard.code);
    expect(failureOf(commandError('runUnknown', { runId: 'x', meant: '' })).exitCode).toBe(
      EXIT_CODES.usage.code,
    );
  });

  it('uses singular and plural', () => {
    const one = commandError('accountOfRunMissing', { runId: 'r1', missing: ['a'] }).message;
    const two = commandError('accountOfRunMissing', { runId: 'r1', missing: ['a', 'b'] }).message;
    expect(one).toBe('Run r1 needs the account a, which is not in the config.');
    expect(two).toBe('Run r1 needs the accounts a, b, which are not in the config.');
  });
});
