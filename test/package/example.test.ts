import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { tryExample } from './consumer.ts';

it('the example of docs/api.md is typed by tsc and works as it is written', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'e911-api-'));
  try {
    await mkdir(path.join(folder, 'node_modules'));
    await symlink(
      fileURLToPath(new URL('../../', import.meta.url)),
      path.join(folder, 'node_modules/e911-bulk'),
    );
    const printed = await tryExample(folder);
    expect(printed).toContain("{ account: 'twilio', verb: 'assign', count: 1 }");
    expect(printed).toContain('2 +14155550104 applied');
    expect(printed).toContain('0 1\n1 of 1 match');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
