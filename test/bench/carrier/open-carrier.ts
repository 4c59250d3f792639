import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import type { RequestRecord } from '../../../src/sandbox/control-paths.ts';
import type { CarrierReady, CarrierRequest } from './messages.ts';

const PROCESS = fileURLToPath(new URL('./process.ts', import.meta.url));

/** Pace of an account, in the words of the config. */
export interface Pace {
  readonly requests_per_second: number;
  readonly burst: number;
  readonly concurrency: number;
}

/** The widest limits that a config takes: they do not bind. */
export const NO_LIMIT: Pace = { requests_per_second: 1000, burst: 256, concurrency: 16 };

/** A carrier in a process of its own, and the config that points at it. */
export interface Carrier extends CarrierReady {
  readonly config: string;
  /** What it was asked so far, oldest first. */
  requests(): Promise<readonly RequestRecord[]>;
  /** All that it holds. */
  state(): Promise<Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>>;
  close(): Promise<void>;
}

/** Starts a carrier and writes `e911.config.yaml` with this pace into the folder. */
export async function openCarrier(
  folder: string,
  pace: Pace,
  request: Partial<CarrierRequest> & Pick<CarrierRequest, 'numbers'>,
): Promise<Carrier> {
  const child = fork(PROCESS, { execArgv: ['--import', 'tsx'] });
  const asked: CarrierRequest = { account: 'twilio', isCovered: false, switches: {}, ...request };
  const ready = await new Promise<CarrierReady>((resolve, reject) => {
    child.once('message', (message) => resolve(message as CarrierReady));
    child.once('exit', (code) => reject(new Error(`the carrier ended with ${code}`)));
    child.send(asked);
  });
  const config = path.join(folder, 'e911.config.yaml');
  const read = parse(ready.configText) as { accounts: Record<string, { limits: Pace }> };
  for (const account of Object.values(read.accounts)) account.limits = pace;
  writeFileSync(config, stringify(read));
  const control = async <T>(name: string): Promise<T> =>
    (await (await fetch(`${ready.origin}/__sandbox/${name}`)).json()) as T;
  return {
    ...ready,
    config,
    requests: () => control('requests'),
    state: () => control('state'),
    close: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill();
      }),
  };
}
