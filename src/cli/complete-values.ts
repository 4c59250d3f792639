import path from 'node:path';
import { fromJournal } from '../api/state-folder.ts';
import { placeOfState } from '../api/state-place.ts';
import { withEnvFile } from '../config/env-file.ts';
import { loadConfig } from '../config/load-config.ts';
import type { RunRecord } from '../journal/records.ts';
import type { OfferedValues } from '../options/option.ts';
import { definitions } from '../providers/registry.ts';
import type { Io } from './process/io.ts';
import { templateNames } from './templates.ts';

/** What a word of a command line can be. */
export type Wanted = OfferedValues | 'run' | 'template';

/** A word that could come next, and a note beside it. */
interface Offer {
  readonly word: string;
  readonly note: string;
}

/** The words that could come next; `place`: files or folders could, too, which the shell finds by itself. */
export interface Offers {
  readonly offers: readonly Offer[];
  readonly place: 'file' | 'folder' | null;
}

/** What was typed before the word. */
interface Within {
  readonly command: string;
  readonly options: ReadonlyMap<string, string>;
  readonly io: Pick<Io, 'cwd' | 'environment'>;
}

const NEWEST_RUNS = 30;

/** The runs that a command is about; any for a command that is not named. */
const FITTING: Readonly<Record<string, (run: RunRecord) => boolean>> = {
  resume: ({ finishedAt }) => finishedAt === null,
  review: ({ command, finishedAt }) => finishedAt !== null && ['plan', 'apply'].includes(command),
  undo: ({ command }) => ['apply', 'undo', 'migrate'].includes(command),
  verify: ({ command }) => ['apply', 'undo'].includes(command),
};

/** The words of each kind that is wanted. What cannot be read offers nothing. */
export async function offeredOf(wanted: readonly Wanted[], within: Within): Promise<Offers> {
  const offers: Offer[] = [];
  let place: Offers['place'] = null;
  for (const one of wanted) {
    if (one === 'file' || one === 'folder') place = one;
    else offers.push(...(await wordsOf(one, within).catch(() => [])));
  }
  return { offers, place };
}

async function wordsOf(
  wanted: Exclude<Wanted, 'file' | 'folder'>,
  within: Within,
): Promise<readonly Offer[]> {
  if (wanted === 'account') return accounts(within);
  if (wanted === 'run') return runs(within);
  if (wanted === 'template') return (await templateNames()).map((word) => ({ word, note: '' }));
  return wanted.map((word) => ({ word, note: '' }));
}

/** The accounts of the config that was typed or is found; no secret is looked up. */
async function accounts({ options, io: { cwd, environment } }: Within): Promise<Offer[]> {
  if (options.has('sandbox')) {
    const { STAND_INS } = await import('../sandbox/registry.ts');
    return STAND_INS.map(({ account }) => ({ word: account, note: 'stand-in' }));
  }
  const envFile = options.get('env-file');
  const variables = await withEnvFile(environment, envFile && path.resolve(cwd, envFile), () => undefined);
  const config = await loadConfig({ path: options.get('config'), cwd, environment: variables, definitions });
  return [...config.accounts].map(([word, { definition }]) => ({
    word,
    note: definition.capabilities.title,
  }));
}

/** The newest runs that the command can be about. A key that was pressed waits for no database. */
async function runs({ command, options, io: { cwd, environment } }: Within): Promise<Offer[]> {
  const config = options.get('config');
  const state = await placeOfState({
    given: options.get('state'),
    config: config && path.resolve(cwd, config),
    environment,
    cwd,
    onWarning: () => undefined,
  });
  if (state.kind === 'postgres') return [];
  const found = await fromJournal(state, (journal) => journal.runs(NEWEST_RUNS), []);
  return found
    .filter(FITTING[command] ?? (() => true))
    .map(({ runId, command: of, sheetName, startedAt }) => ({
      word: runId,
      note: `${of} ${sheetName}, ${startedAt.slice(0, 16).replace('T', ' ')} UTC`,
    }));
}
