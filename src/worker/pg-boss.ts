import { JournalError } from '../errors/app-error.ts';

/** @throws JournalError JOURNAL_NO_PG when it is not installed: it is an optional package */
export async function pgBoss(): Promise<typeof import('pg-boss')> {
  try {
    return (await import('pg-boss')).default;
  } catch (cause) {
    throw new JournalError('The package pg-boss, which workers need, is not installed.', {
      code: 'JOURNAL_NO_PG',
      hint: 'Install it beside e911: npm install pg-boss.',
      cause,
    });
  }
}
