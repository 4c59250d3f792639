import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/domain/request/request.ts';
import { definitions } from '../../src/providers/registry.ts';

const PROVIDERS = new URL('../../src/providers/', import.meta.url);
const FILES = ['index', 'settings', 'capabilities', 'api', 'wire', 'convert', 'refuse', 'errors'];

describe('the registry', () => {
  it('lists each provider and dialect once', () => {
    const names = definitions.map(({ provider, dialect }) => `${provider}/${dialect}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('knows every provider folder, and each has the same files', async () => {
    const entries = await readdir(PROVIDERS, { withFileTypes: true });
    const folders = entries
      .filter((entry) => entry.isDirectory() && entry.name !== 'kit')
      .map((entry) => entry.name);
    expect(new Set(definitions.map(({ provider }) => provider))).toEqual(new Set(folders));
    for (const folder of folders) {
      // A provider of several dialects has a room for each, of the same shape with what the rooms share.
      const own = await readdir(new URL(`${folder}/`, PROVIDERS), { withFileTypes: true });
      const rooms = own.filter((entry) => entry.isDirectory()).map((entry) => `${folder}/${entry.name}`);
      const shared = own.filter((entry) => entry.isFile()).map((entry) => entry.name);
      for (const room of rooms.length > 0 ? rooms : [folder]) {
        const files = [...shared, ...(await readdir(new URL(`${room}/`, PROVIDERS)))];
        expect(files, room).toEqual(expect.arrayContaining(FILES.map((name) => `${name}.ts`)));
      }
    }
  });

  it.each(definitions.map(({ capabilities }) => [capabilities.title, capabilities] as const))(
    '%s says of each setting that an update writes whether "" clears it, and why not',
    (_title, { consumes, clearableColumns, whyNotCleared, settingColumns, hiddenSettings }) => {
      const named: readonly string[] = [...clearableColumns, ...Object.keys(whyNotCleared)];
      // It names the account, and is no setting of the number.
      const written = (consumes.update ?? []).filter(
        (column) => column !== 'subaccount_key' && settingColumns.some((setting) => setting === column),
      );
      expect([...named].sort()).toEqual([...written].sort());
      expect(new Set(named).size).toBe(named.length);
      // What is never shown cannot be seen to be cleared.
      expect(hiddenSettings.filter((column) => clearableColumns.includes(column))).toEqual([]);
      expect([...settingColumns]).toEqual(expect.arrayContaining([...hiddenSettings]));
    },
  );

  it.each(definitions.map((definition) => [definition.capabilities.title, definition] as const))(
    '%s says where its limits come from and declares only known actions',
    (_title, { capabilities, settingNames, baseUrls }) => {
      expect(capabilities.limits.source).toMatch(/verified \d{4}-\d{2}-\d{2}/);
      expect(capabilities.actions.every((action) => ACTIONS.includes(action))).toBe(true);
      expect(capabilities.actions).toContain('ignore');
      expect(settingNames.some(({ secret }) => secret)).toBe(true);
      for (const url of Object.values(baseUrls)) expect(url).toMatch(/^https:/);
    },
  );
});
