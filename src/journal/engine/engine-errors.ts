import { JournalError } from '../../errors/app-error.ts';

/** Runs a piece of work on the database at `path`; whatever SQLite throws becomes a JournalError. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw cause instanceof JournalError ? cause : engineError(path, cause);
  }
}

const KNOWN_ERRORS = [
  { words: /locked|busy/i, code: 'JOURNAL_BUSY', hint: 'Another run is writing to it; try again.' },
  { words: /full/i, code: 'JOURNAL_FULL', hint: 'Free disk space, then type `e911 resume`.' },
  {
    words: /constraint/i,
    code: 'JOURNAL_CONSTRAINT',
    hint: 'Internal error (this is a bug; please report it).',
  },
  {
    words: /malformed|not a database|corrupt/i,
    code: 'JOURNAL_DAMAGED',
    hint: 'Build a new journal from the result files and the live state: e911 recover. It keeps the damaged files.',
  },
  {
    words: /readonly|read-only|unable to open/i,
    code: 'JOURNAL_UNWRITABLE',
    hint: 'Check who owns the file.',
  },
] as const;

/** SQLite's own message names tables and columns, never values. */
function engineError(path: string, cause: unknown): JournalError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const known = KNOWN_ERRORS.find(({ words }) => words.test(message));
  // An export keeps what it reads in a file of its own, and no run waits for it.
  const isJournal = path.endsWith('.db');
  const hint = known?.hint ?? 'Check the disk and the rights of the state folder.';
  return new JournalError(`The ${isJournal ? 'journal' : 'file'} ${path} cannot be used: ${message}.`, {
    code: known?.code ?? 'JOURNAL_FAILED',
    hint: isJournal ? hint : hint.replace('`e911 resume`', 'the same command again'),
    cause,
  });
}

/** SQLite takes a statement back alone, and keeps its transaction, after these errors. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(['JOURNAL_CONSTRAINT', 'JOURNAL_UNBINDABLE']);

/** Whether the failed write changed nothing, and what was written beside it is unharmed. */
export function isWithoutEffect(cause: unknown): boolean {
  return cause instanceof JournalError && WITHOUT_EFFECT.has(cause.code);
}
