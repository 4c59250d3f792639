import { copyFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { testDatabase } from '../../postgres/database.ts';
import { beginHere, openPlace, type Place, type Started, start } from '../support/command.ts';

/** One operator at a machine of their own: another folder, home, and host name than the others have, and the same database. */
export interface Desk {
  readonly dir: string;
  /** Runs a command to its end, in this process. */
  run(...args: string[]): ReturnType<Place['run']>;
  begin(...args: string[]): ReturnType<Place['begin']>;
  /** A process of its own, killed after the test whatever became of it. */
  start(...args: string[]): Started;
  file(name: string, content: string): Promise<string>;
  /** Takes the machine away: its folders are not there for the others. Returns what brings it back. */
  away(): Promise<() => Promise<void>>;
  /** The folders of the runs that were begun or taken up here, the oldest first. */
  runs(): Promise<string[]>;
}

interface Team {
  readonly place: Place;
  /** With its password. */
  readonly url: string;
  /** @param url when it is not the team's own: another login, or a way to the server that can be cut */
  desk(operator: string, url?: string): Promise<Desk>;
}

/** Carriers that answer after `latencyMs`, and an empty database. */
export async function openTeam(options: { latencyMs?: number; scale?: number } = {}): Promise<Team> {
  const place = await openPlace(options);
  onTestFinished(() => place.close());
  const url = await testDatabase();
  return { place, url, desk: (operator, own = url) => openDesk(place, operator, own) };
}

async function openDesk(place: Place, operator: string, url: string): Promise<Desk> {
  const dir = path.join(place.dir, `desk-of-${operator.replace(/\W/g, '-')}`);
  await mkdir(dir, { recursive: true });
  await copyFile(path.join(place.dir, 'e911.config.yaml'), path.join(dir, 'e911.config.yaml'));
  const environment = { ...place.sandbox.environment, E911_STATE: url, E911_OPERATOR: operator };
  const host = `host-of-${operator}`;
  return {
    dir,
    run: (...args) => beginHere(dir, environment, args, host).ended,
    begin: (...args) => beginHere(dir, environment, args, host),
    start: (...args) => {
      const started = start(dir, environment, args);
      onTestFinished(() => void started.child.kill('SIGKILL'));
      return started;
    },
    file: async (name, content) => {
      await writeFile(path.join(dir, name), content);
      return name;
    },
    away: async () => {
      await rename(dir, `${dir}-away`);
      return () => rename(`${dir}-away`, dir);
    },
    runs: async () => (await readdir(path.join(dir, 'e911-runs'))).sort(),
  };
}

/** Covered numbers of Twilio's stand-in that get another address, each with a coverage gap. */
export const SHEET = `phone_number,account,caller_name,street,city,region,postal_code,country
+14155550100,twilio,Harbor Dental,1 Dr Carlton B Goodlett Pl,San Francisco,CA,94102,US
+14155550101,twilio,Harbor Dental,200 N Spring St,Los Angeles,CA,90012,US
+14155550103,twilio,Harbor Dental,202 C St,San Diego,CA,92101,US
`;
