import { existsSync } from 'node:fs';
import path from 'node:path';
import { commandLine } from '../domain/next-command.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import type { RunRecord } from '../journal/records.ts';
import { inspectFile } from '../sheet/csv/encoding.ts';
import { openCsv } from '../sheet/csv/open-csv.ts';
import type { Unknown } from './recover-report.ts';
import { MIGRATION_FILES, type RunFolder } from './run-folders.ts';

const [NEW_SHEET, OLD_SHEET, MOVED] = MIGRATION_FILES;

/** What is not known of folders that no run can be built from, a sentence each. */
export async function withoutResults(stateDir: string, folders: readonly RunFolder[]): Promise<Unknown[]> {
  const unknown: Unknown[] = [];
  for (const { runId, kind } of folders) {
    const sentence = await sentenceOf(path.join(stateDir, runId), kind);
    if (sentence !== '') unknown.push({ subject: runId, sentence });
  }
  return unknown;
}

async function sentenceOf(folder: string, kind: RunFolder['kind']): Promise<string> {
  switch (kind) {
    case 'run':
      return '';
    case 'migration':
      return await migrationSentence(folder);
    case 'export':
      return 'The record of this export is lost. Its files are as they were; the next compliance export does not compare with it.';
    case 'interrupted':
      return 'It was interrupted, or failed, and left no results. What it changed is not known: apply its sheet again, and what is done already is found.';
  }
}

async function migrationSentence(folder: string): Promise<string> {
  const [from, to] = [await accountIn(folder, OLD_SHEET), await accountIn(folder, NEW_SHEET)];
  const lost = 'The record of this migration is lost, so it cannot be continued or undone as a whole.';
  if (existsSync(path.join(folder, MOVED))) return `${lost} ${MOVED} says what moved.`;
  const again = commandLine({ command: 'migrate', args: [from || 'OLD', to || 'NEW'], advice: '' });
  return `${lost} Type: ${again}. It reads both accounts anew, and what is covered at the new account already is found.`;
}

/** The account of the first row of a migration's sheet; empty where there is none. */
async function accountIn(folder: string, name: string): Promise<string> {
  const file = path.join(folder, name);
  if (!existsSync(file)) return '';
  let column = -1;
  for await (const rows of openCsv(file, await inspectFile(file, undefined), { delimiter: ',' }).records()) {
    for (const { line, cells } of rows) {
      if (line === 1) column = cells.indexOf('account');
      else return cells[column] ?? '';
    }
  }
  return '';
}

/** A migration that has ended, whose request is not known: the same command begins another one. */
export function migrationRecord(runId: string, stateDir: string, nowIso: string): RunRecord {
  return {
    runId,
    command: 'migrate',
    sheetName: '',
    sheetSha256: '',
    header: [],
    options: { stateDir, recovered: true },
    operator: '',
    outDir: path.join(stateDir, runId),
    startedAt: nowIso,
    finishedAt: nowIso,
    exitCode: EXIT_CODES.unsettled.code,
    exitReason: 'recovered: how it ended is not known',
  };
}
