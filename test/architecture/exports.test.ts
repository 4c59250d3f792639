import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const HOUSE = path.resolve(import.meta.dirname, '../..');

/** `file: name` of each name that a file takes from another, `file: *` for a whole module. */
function takenBy(file: string, text: string): string[] {
  const from = (target: string) => path.posix.join(path.posix.dirname(file), target);
  const named = [...text.matchAll(/^(?:import|export)\b([^;'"]*?)\bfrom\s+'(\.[^']+)'/gm)].flatMap(
    ([, what = '', target = '']) => {
      const names = /\{([^}]*)\}/.exec(what)?.[1]?.split(',') ?? ['*'];
      return names.map(
        (name) =>
          `${from(target)}: ${
            name
              .trim()
              .replace(/^type /, '')
              .split(' as ')[0]
          }`,
      );
    },
  );
  const whole = [...text.matchAll(/\bimport\('(\.[^']+)'\)/g)].map(([, target = '']) => `${from(target)}: *`);
  return [...named, ...whole];
}

/**
 * `file: name` of each name that a file declares and exports, but for a type that its own file uses: it tells the reader what
 * an exported function takes or gives.
 */
function exportedBy(file: string, text: string): string[] {
  const declared =
    /^export (?:declare )?(?:async )?(?:abstract )?(function\*?|const|let|interface|type|class) (\w+)/gm;
  return [...text.matchAll(declared)]
    .filter(([, form = '', name = '']) => !/^(?:type|interface)$/.test(form) || !isUsedIn(text, name))
    .map(([, , name]) => `${file}: ${name}`);
}

function isUsedIn(text: string, name: string): boolean {
  return text.split(new RegExp(`\\b${name}\\b`)).length > 2;
}

/** What is exported and imported by no other file. */
function idleExports(texts: ReadonlyMap<string, string>): string[] {
  const taken = new Set([...texts].flatMap(([file, text]) => takenBy(file, text)));
  return [...texts].flatMap(([file, text]) =>
    taken.has(`${file}: *`) ? [] : exportedBy(file, text).filter((name) => !taken.has(name)),
  );
}

describe('an export', () => {
  it('is found idle when no other file imports it, in every form of import', () => {
    const files: Record<string, string> = {
      'src/a.ts':
        'export const one = 1;\nexport type Two = 2;\nexport async function* three() {}\nexport class Four {}\n',
      'src/in/b.ts':
        "import {\n  one,\n  type Two,\n} from '../a.ts';\nexport { three as drei } from '../a.ts';\n",
      'src/c.ts': 'export interface Five {}\n',
      'src/e.ts': "export type Six = 6;\nexport type Seven = Six;\nimport { Four } from './d.ts';\n",
      'src/d.ts': "const c = await import('./c.ts');\n",
    };
    expect(idleExports(new Map(Object.entries(files)))).toEqual(['src/a.ts: Four', 'src/e.ts: Seven']);
  });

  it('has an importer, in src and in test', () => {
    const texts = new Map<string, string>();
    for (const folder of ['src', 'test']) {
      for (const name of readdirSync(path.join(HOUSE, folder), { recursive: true, encoding: 'utf8' })) {
        const file = `${folder}/${name.split(path.sep).join('/')}`;
        if (file.endsWith('.ts')) texts.set(file, readFileSync(path.join(HOUSE, file), 'utf8'));
      }
    }
    expect(idleExports(texts)).toEqual([]);
  });
});
