import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SOURCE = path.resolve(import.meta.dirname, '../../src');

/** One import or re-export of a file. */
interface Import {
  readonly from: string;
  /** A path below `src` with `/`, or the name of a package. */
  readonly to: string;
  readonly isType: boolean;
  /** Loaded by `import()`, when it is needed. */
  readonly isLazy: boolean;
}

/** Each file of `src`, as a path below it. */
export const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.split(path.sep).join('/'))
  .sort();
export const textOf = new Map(files.map((file) => [file, readFileSync(path.join(SOURCE, file), 'utf8')]));
/** Imports of types too. */
export const imports = files.flatMap((file) => importsOf(file, textOf.get(file) ?? ''));

/** The imports of a file, found by their form, which the formatter keeps the same everywhere. */
export function importsOf(from: string, text: string): Import[] {
  const found: Import[] = [];
  for (const match of text.matchAll(/^(?:import|export)\b(?:([^;'"]*?)\bfrom\s)?\s*'([^']+)'/gm)) {
    const [, names = '', target = ''] = match;
    const each = /\{([^}]*)\}/
      .exec(names)?.[1]
      ?.split(',')
      .map((name) => name.trim());
    const isType =
      /^\s*type\b/.test(names) ||
      (!/^\s*\w/.test(names) && (each?.every((name) => name === '' || name.startsWith('type ')) ?? false));
    const to = target.startsWith('.') ? path.posix.join(path.posix.dirname(from), target) : target;
    found.push({ from, to, isType, isLazy: false });
  }
  for (const match of text.matchAll(/\bimport\('([^']+)'\)/g)) {
    const target = match[1] ?? '';
    const to = target.startsWith('.') ? path.posix.join(path.posix.dirname(from), target) : target;
    found.push({ from, to, isType: false, isLazy: true });
  }
  return found;
}

/** What is loaded before the first line of a file runs: files of `src`, and packages. */
export function loadedWith(entry: string): { readonly files: string[]; readonly packages: string[] } {
  const reached = new Set([entry]);
  for (const from of reached) {
    for (const one of imports) {
      if (one.from === from && !one.isType && !one.isLazy) reached.add(one.to);
    }
  }
  const all = [...reached].filter((name) => !name.startsWith('node:')).sort();
  return { files: all.filter((name) => textOf.has(name)), packages: all.filter((name) => !textOf.has(name)) };
}

/** The text without comments: what is only said does nothing. */
export function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
