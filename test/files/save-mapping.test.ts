import { lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { saveMapping } from '../../src/run/intake/save-mapping.ts';

const NAMED = [{ header: 'Site', column: 'reference' }] as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'e911-mapping-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('writes to what a link names, and keeps the link', async () => {
  const [file, link] = [path.join(folder, 'kept.json'), path.join(folder, 'link.json')];
  writeFileSync(file, 'old');
  symlinkSync(file, link);
  await saveMapping(link, NAMED);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ columns: { Site: 'reference' } });
});

it('puts no file in the place of a device', async () => {
  const device = path.join(folder, 'null');
  symlinkSync('/dev/null', device);
  await expect(saveMapping(device, NAMED)).rejects.toMatchObject({ code: 'MAPPING_UNWRITABLE' });
  expect(lstatSync(device).isSymbolicLink()).toBe(true);
});
