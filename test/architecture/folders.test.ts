import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** More than that, and a stranger reads a list instead of finding a place. */
const MOST_FILES = 22;
const ROOT = new URL('../../', import.meta.url);

describe.each(['src', 'test'])('a folder of %s', (top) => {
  it(`holds at most ${MOST_FILES} files`, async () => {
    const entries = await readdir(new URL(top, ROOT), { recursive: true, withFileTypes: true });
    const counts = new Map<string, number>();
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      counts.set(entry.parentPath, (counts.get(entry.parentPath) ?? 0) + 1);
    }
    const full = [...counts].filter(([, count]) => count > MOST_FILES);
    const places = full.map(([folder, count]) => `${folder.slice(fileURLToPath(ROOT).length)}: ${count}`);
    expect(places).toEqual([]);
  });
});
