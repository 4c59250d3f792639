import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RequestRecord } from '../../src/sandbox/control-paths.ts';
import type { RunningStandIn, SandboxPace } from '../../src/sandbox/sandbox.ts';
import type { Effect } from '../../src/sandbox/stand-in.ts';
import { type Place, withPaces } from './support/command.ts';

/** Rewrites the place's config so that these accounts keep these paces. */
export async function paceAccounts(
  place: Place,
  paces: Readonly<Record<string, SandboxPace>>,
): Promise<void> {
  const config = await readFile(path.join(place.dir, 'e911.config.yaml'), 'utf8');
  await place.file(
    'e911.config.yaml',
    withPaces(config, (account) => paces[account]),
  );
}

/** The stand-in of an account of the sandbox. */
export function standInOf(place: Place, account: string): RunningStandIn {
  const found = place.sandbox.standIns.find((one) => one.account === account);
  if (!found) throw new Error(`The sandbox has no account ${account}.`);
  return found;
}

export function effectsOf(place: Place, account: string): readonly Effect[] {
  return standInOf(place, account).standIn.effects;
}

/** A control path of an account's stand-in, over HTTP as a person would ask for it. */
async function control(place: Place, account: string, name: string): Promise<unknown> {
  return (await fetch(`${standInOf(place, account).origin}/__sandbox/${name}`)).json();
}

/** The numbers that an account's stand-in holds, by `+` and digits. */
export async function numbersOf(
  place: Place,
  account: string,
): Promise<Map<string, Record<string, unknown>>> {
  const state = (await control(place, account, 'state')) as { numbers: Record<string, unknown>[] };
  return new Map(
    state.numbers.map((number) => [String(number['phoneNumber'] ?? `+${number['msisdn']}`), number]),
  );
}

/** The requests that an account's stand-in has seen, oldest first. */
export async function requestsOf(place: Place, account: string): Promise<readonly RequestRecord[]> {
  return (await control(place, account, 'requests')) as RequestRecord[];
}
