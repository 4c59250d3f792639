import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsSchema } from '../../src/api/events-schema.ts';
import { exportOptions } from '../../src/api/export-options.ts';
import { main } from '../../src/cli/main.ts';
import { initOptions } from '../../src/cli/options/init-options.ts';
import { OUTPUT_FLAGS } from '../../src/cli/options/output-flags.ts';
import { runsOptions } from '../../src/cli/options/runs-options.ts';
import { sandboxOptions } from '../../src/cli/options/sandbox-options.ts';
import { sessionOptions } from '../../src/cli/options/session-options.ts';
import { EXIT_CODES } from '../../src/errors/exit-codes.ts';
import { declaredOptions } from '../../src/options/option.ts';
import { runOptionsSchema } from '../../src/run/context/run-options.ts';
import { fakeIo } from './fake-io.ts';

const root = path.resolve(import.meta.dirname, '../..');
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const PAGES = ['README.md', ...readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
);

/** The help of a command, read once. */
const helps = new Map<string, Promise<string>>();
function helpOf(command: string): Promise<string> {
  const known = helps.get(command);
  if (known !== undefined) return known;
  const fake = fakeIo(root);
  const help = main([...command.split(' '), '--help'], fake.io).then(() => fake.out());
  helps.set(command, help);
  return help;
}

/** Command lines of a page: in code blocks and in `code`. */
function commandLines(page: string): string[] {
  const found = [...text(page).matchAll(/(?:^|`|\| )(e911 [a-z][^`\n]*)/gm)].map(([, line = '']) => line);
  return [...new Set(found.map((line) => line.replace(/\s+#.*$/, '').trim()))];
}

describe('the pages', () => {
  it('name every option and every exit code of the program in the contract', () => {
    const contract = text('docs/contract.md');
    const schemas = [
      runOptionsSchema,
      sessionOptions,
      exportOptions,
      initOptions,
      runsOptions,
      sandboxOptions,
    ];
    const missing = schemas
      .flatMap(declaredOptions)
      .map(({ name }) => name)
      .concat(Object.keys(OUTPUT_FLAGS))
      .map((name) => `--${name}`)
      .filter((name) => !contract.includes(`\`${name}\``) && !contract.includes(`\`${name} `));
    expect([...new Set(missing)]).toEqual([]);
    for (const { code } of Object.values(EXIT_CODES)) {
      expect(contract).toMatch(new RegExp(`^\\| .*\\b${code}\\b.* \\|`, 'm'));
    }
  });

  it('name every type of event in the contract', () => {
    const { oneOf } = eventsSchema() as { oneOf: { properties: { type: { const: string } } }[] };
    const types = oneOf.map(({ properties }) => properties.type.const);
    expect(types.length).toBeGreaterThan(10);
    const events = text('docs/contract.md')
      .split(/^## /m)
      .find((part) => part.startsWith('Events\n'));
    expect(types.filter((type) => !events?.includes(`\`${type}\``))).toEqual([]);
  });

  it.each(PAGES)('%s types only commands and options that exist', async (page) => {
    const wrong: string[] = [];
    for (const line of commandLines(page)) {
      const [, command = '', sub = ''] = line.split(/\s+/);
      const name = command === 'accounts' && /^[a-z]+$/.test(sub) ? `${command} ${sub}` : command;
      const help = await helpOf(name);
      if (!help.startsWith(`e911 ${command}`)) wrong.push(line);
      for (const [option = ''] of line.matchAll(/--[a-z][a-z-]*/g)) {
        if (!new RegExp(`${option}(?![a-z-])`).test(help)) wrong.push(`${line}: ${option}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each(PAGES)('%s links to files that exist', (page) => {
    for (const [, target = ''] of text(page).matchAll(/\]\(([^)#:]+)\)/g)) {
      expect(() => readFileSync(path.join(root, path.dirname(page), target)), target).not.toThrow();
    }
  });
});
