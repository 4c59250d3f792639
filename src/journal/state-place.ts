import { resolve } from 'node:path';

/** A folder that holds the journal as an SQLite database, its seal, its log of gaps, and the files of the runs. */
export interface FolderPlace {
  readonly kind: 'folder';
  /** Absolute path. */
  readonly stateDir: string;
}

/** A PostgreSQL database that holds the journal of a team. */
export interface PostgresPlace {
  readonly kind: 'postgres';
  /** With its password, if it has one: only `shownPlace` of it may be printed or stored. */
  readonly url: string;
  /** Folder for the files of runs that are given none, absolute; absent: e911-runs in the working folder. */
  readonly filesDir?: string;
}

/** Where the journal is. */
export type StatePlace = FolderPlace | PostgresPlace;

const DATABASE_URL = /^postgres(?:ql)?:\/\//i;

/** Whether a text names a database, and not a folder. */
export function isDatabaseUrl(text: string): boolean {
  return DATABASE_URL.test(text);
}

export function folderPlace(stateDir: string): FolderPlace {
  return { kind: 'folder', stateDir };
}

/** The folder in which a run that is given none has its own. */
export function filesDirOf(place: StatePlace): string {
  return place.kind === 'folder' ? place.stateDir : (place.filesDir ?? resolve('e911-runs'));
}

/** A place as it can be shown, stored, and typed again: the URL of a database is without its password. */
export function shownPlace(place: StatePlace): string {
  return place.kind === 'folder' ? place.stateDir : shownUrl(place.url);
}

/** The text that names a place, without the password of a URL. */
export function shownText(text: string): string {
  return isDatabaseUrl(text) ? shownUrl(text) : text;
}

/** A place in a sentence. */
export function namedPlace(place: StatePlace): string {
  return `${place.kind === 'folder' ? 'state folder' : 'database'} ${shownPlace(place)}`;
}

/** libpq takes secrets as parameters, too. Source: https://www.postgresql.org/docs/17/libpq-connect.html, read 2026-11-27 */
const SECRET_PARAMETERS = ['password', 'sslpassword', 'passfile', 'oauth_client_secret'];

function shownUrl(url: string): string {
  let shown: URL;
  try {
    shown = new URL(url);
  } catch {
    return 'postgres://***';
  }
  shown.password = '';
  for (const name of SECRET_PARAMETERS) if (shown.searchParams.has(name)) shown.searchParams.delete(name);
  return shown.href;
}

/** The role that a database is used with, as its URL names it; undefined when it does not, and for a folder. */
export function roleOf(place: StatePlace): string | undefined {
  if (place.kind === 'folder' || !URL.canParse(place.url)) return undefined;
  const { username, searchParams } = new URL(place.url);
  return decodeURIComponent(username) || (searchParams.get('user') ?? undefined);
}
