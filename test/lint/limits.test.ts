import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const HOUSE = path.resolve(import.meta.dirname, '../..');

const Found = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), location: z.object({ start: z.object({ line: z.number() }) }) }),
  ),
});

/** What lint says about one file of `src` with this text: `rule:line`. */
function lint(text: string): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'e911-lint-'));
  const config: unknown = JSON.parse(readFileSync(path.join(HOUSE, 'biome.json'), 'utf8'));
  writeFileSync(
    path.join(folder, 'biome.json'),
    JSON.stringify({ ...z.looseObject({}).parse(config), vcs: { enabled: false } }),
  );
  for (const inner of ['src', 'test/lint']) mkdirSync(path.join(folder, inner), { recursive: true });
  cpSync(path.join(HOUSE, 'test/lint/braces.grit'), path.join(folder, 'test/lint/braces.grit'));
  writeFileSync(path.join(folder, 'src/sample.ts'), text);
  const biome = path.join(HOUSE, 'node_modules/@biomejs/biome/bin/biome');
  const { stdout } = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', 'src'], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true, force: true });
  return Found.parse(JSON.parse(stdout)).diagnostics.map(
    ({ category, location }) => `${path.basename(category)}:${location.start.line}`,
  );
}

const BRACES = `export function braces(x: number, y: number[]): number {
  if (x === 1) return 1;
  else if (x === 2) return 2;
  for (const z of y) if (z) return z;
  if (x === 3) {
    return 3;
  } else if (x === 4) return 4;
  if (x === 5)
    return 5;
  if (x === 6) return Math.max(
    6,
    x,
  );
  for (const z of y)
    if (z) return z;
  while (x < 7)
    braces(x, y);
  if (x === 8) return 8;
  else
    return 9;
}
`;

describe('lint', () => {
  it('asks for braces where a body does not fit on the line of its header, and only there', () => {
    expect(lint(BRACES)).toEqual(['plugin:9', 'plugin:10', 'plugin:15', 'plugin:17', 'plugin:20']);
  });

  it('refuses a function over 60 lines, a fifth parameter, and a file over 250 lines', () => {
    const body = (lines: number) => '  f();\n'.repeat(lines);
    const f = 'declare function f(): void;\n';
    expect(lint(`${f}export function short() {\n${body(58)}}\n`)).toEqual([]);
    expect(lint(`${f}export function long() {\n${body(61)}}\n`)).toEqual(['noExcessiveLinesPerFunction:2']);
    const list = (names: string) => names.split('').join(': 1, ');
    expect(lint(`export type four = (${list('abcd')}: 1) => void;\n`)).toEqual([]);
    expect(lint(`export function five(${list('abcde')}: 1) {\n  return [a, b, c, d, e];\n}\n`)).toEqual([
      'useMaxParams:1',
    ]);
    const file = (lines: number) =>
      Array.from({ length: lines }, (_, at) => `export const c${at} = 1;\n`).join('');
    expect(lint(file(250))).toEqual([]);
    expect(lint(file(251))).toEqual(['noExcessiveLinesPerFile:1']);
  });

  it('refuses an exception that is not needed', () => {
    const exception = '// biome-ignore lint/complexity/useMaxParams: older than the limit\n';
    expect(lint(`${exception}export function one(a: 1) {\n  return a;\n}\n`)).toEqual(['unused:1']);
  });

  it('is run so that a warning fails, and an exception that is not needed is a warning', () => {
    expect(readFileSync(path.join(HOUSE, 'package.json'), 'utf8')).toContain(
      '"lint": "biome ci --error-on-warnings ."',
    );
  });
});

/** Each file that lint reads, but for this one, which names exceptions as text. */
function sourceFiles(): string[] {
  return ['samples', 'src', 'test'].flatMap((folder) =>
    readdirSync(path.join(HOUSE, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
      .filter((file) => /\.(?:ts|mjs|css)$/.test(file) && file !== 'test/lint/limits.test.ts'),
  );
}

describe('exceptions from the limits', () => {
  it('are exactly those of the budget, which may only fall', () => {
    const counted: Record<string, Record<string, number>> = {};
    for (const file of sourceFiles()) {
      const text = readFileSync(path.join(HOUSE, file), 'utf8');
      for (const [, rule = ''] of text.matchAll(/\bbiome-ignore(?:-\w+)* lint\/\w+\/(\w+)/g)) {
        counted[rule] = { ...counted[rule], [file]: (counted[rule]?.[file] ?? 0) + 1 };
      }
    }
    const budget: unknown = JSON.parse(readFileSync(path.join(HOUSE, 'test/lint/budget.json'), 'utf8'));
    expect(counted).toEqual(budget);
  });
});
