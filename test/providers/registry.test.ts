import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/domain/wish.ts';
import { definitionFor, definitions } from '../../src/providers/registry.ts';

const PROVIDERS = new URL('../../src/providers/', import.meta.url);
const FILES = ['index', 'settings', 'capabilities', 'api', 'wire', 'convert', 'refuse', 'errors'];

describe('the registry', () => {
  it('lists each provider and dialect once, and finds it', () => {
    const names = definitions.map(({ provider, dialect }) => `${provider}/${dialect}`);
    expect(new Set(names).size).toBe(names.length);
    for (const definition of definitions) {
      expect(definitionFor(definition.provider, definition.dialect)).toBe(definition);
    }
    expect(definitionFor('nobody')).toBeUndefined();
  });

  it('knows every provider folder, and each has the same files', async () => {
    const entries = await readdir(PROVIDERS, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    expect(new Set(definitions.map(({ provider }) => provider))).toEqual(new Set(folders));
    for (const folder of folders) {
      const files = await readdir(new URL(`${folder}/`, PROVIDERS));
      expect(files).toEqual(expect.arrayContaining(FILES.map((name) => `${name}.ts`)));
    }
  });

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
