import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { definitions } from './definitions.ts';

/** A secret that no message may hold. */
export const CANARY = 'canary-secret-99';
export type Environment = Record<string, string | undefined>;

/** A folder of its own for each test of the file, and what reads a config in it. */
export function useConfigFolder() {
  const place = {
    folder: '',
    /** What the last load warned of. */
    warnings: [] as string[],
    load,
  };
  beforeEach(async () => {
    place.folder = await mkdtemp(join(tmpdir(), 'config-'));
  });
  afterEach(() => rm(place.folder, { recursive: true, force: true }));

  /** Reads a config and looks up the references of all its accounts. */
  async function load(text: string | null, environment: Environment = { TOKEN: CANARY }) {
    if (text !== null) await writeFile(join(place.folder, 'e911.config.yaml'), text);
    place.warnings = [];
    const onWarning = (message: string): number => place.warnings.push(message);
    const config = await loadConfig({ cwd: place.folder, environment, definitions, onWarning });
    const accessed = await Promise.all(
      [...config.accounts].map(
        async ([name, entry]) => [name, { ...entry, ...(await entry.access()) }] as const,
      ),
    );
    return { ...config, accounts: new Map(accessed) };
  }
  return place;
}
