// biome-ignore-all lint/style/noExcessiveLinesPerFile: older than the limit
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCE = path.resolve(import.meta.dirname, '../src');

/** One import or re-export of a file. */
interface Import {
  readonly from: string;
  /** A path below `src` with `/`, or the name of a package. */
  readonly to: string;
  readonly isType: boolean;
}

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.split(path.sep).join('/'))
  .sort();
const textOf = new Map(files.map((file) => [file, readFileSync(path.join(SOURCE, file), 'utf8')]));
const imports = files.flatMap((file) => importsOf(file, textOf.get(file) ?? ''));

/** The imports of a file, found by their form, which the formatter keeps the same everywhere. */
function importsOf(from: string, text: string): Import[] {
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
    found.push({ from, to, isType });
  }
  for (const match of text.matchAll(/\bimport\('([^']+)'\)/g)) {
    const target = match[1] ?? '';
    const to = target.startsWith('.') ? path.posix.join(path.posix.dirname(from), target) : target;
    found.push({ from, to, isType: false });
  }
  return found;
}

/** The room that a file is in: its folder, with each provider and each stand-in a room of its own. */
function roomOf(file: string): string {
  const [folder = '', inner = '', ...more] = file.split('/');
  if (inner === '') return folder;
  if (folder === 'providers' && more.length === 0) return inner === 'registry.ts' ? 'registry' : 'contract';
  const isSplit = folder === 'providers' || (folder === 'sandbox' && more.length > 0);
  return isSplit ? `${folder}/${inner}` : folder;
}

const PROVIDERS = ['twilio', 'vonage', 'sinch', 'bandwidth'];

/** What each room may lean on; `type` in front: for its types alone. A room that is not named leans on nothing. */
const MAY_LEAN_ON: Readonly<Record<string, readonly string[]>> = {
  errors: ['domain', 'type contract'],
  http: ['type domain', 'errors', 'type contract'],
  contract: ['type domain', 'errors', 'type http'],
  // What adapters do alike; it knows no carrier.
  'providers/kit': ['type domain', 'errors', 'http', 'type contract'],
  ...Object.fromEntries(
    PROVIDERS.map((name) => [`providers/${name}`, ['domain', 'errors', 'http', 'contract', 'providers/kit']]),
  ),
  registry: ['contract', ...PROVIDERS.map((name) => `providers/${name}`)],
  config: ['domain', 'errors', 'http', 'contract'],
  options: ['domain', 'errors'],
  sheet: ['domain', 'errors', 'type contract'],
  journal: ['type domain', 'errors', 'type contract'],
  plan: ['domain', 'errors', 'type http', 'journal', 'type contract'],
  report: ['domain', 'errors', 'type contract', 'sheet', 'journal'],
  run: [
    ...['domain', 'errors', 'type http', 'config', 'type contract', 'options', 'sheet', 'journal', 'plan'],
    'report',
  ],
  export: [
    ...['domain', 'errors', 'type http', 'config', 'contract', 'sheet', 'journal', 'plan', 'report', 'run'],
  ],
  // The clock's types are all that a stand-in shares with the client that it answers.
  sandbox: ['type domain', ...PROVIDERS.map((name) => `sandbox/${name}`)],
  ...Object.fromEntries(PROVIDERS.map((name) => [`sandbox/${name}`, ['sandbox']])),
  cli: [
    ...['domain', 'errors', 'config', 'type contract', 'registry', 'journal', 'plan', 'report', 'run'],
    ...['export', 'sandbox', 'options'],
  ],
  'bin.ts': ['cli'],
};

/** Packages that few files know, so that another may take their place. */
const PACKAGE_IS_FOR: Readonly<Record<string, readonly string[]>> = {
  undici: ['http/wire.ts'],
  'fast-xml-parser': ['http/xml.ts', 'sandbox/twilio/render.ts'],
  'csv-parse': ['sheet/csv/open-csv.ts'],
  'csv-parse/sync': ['sandbox/places.ts', 'sheet/csv/delimiter.ts', 'sheet/csv/relaxed-row.ts'],
  'fastest-levenshtein': ['domain/suggest.ts'],
  diff: ['domain/word-difference.ts'],
  'csv-stringify/sync': ['report/csv-cells.ts'],
  'hucre/xlsx': ['sheet/workbook/workbook-worker.ts'],
  'iconv-lite': ['sheet/csv/encoding.ts'],
  libsql: ['journal/engines.ts'],
  'node:sqlite': ['journal/engines.ts'],
  yargs: ['cli/'],
  'cli-progress': ['cli/'],
  '@clack/prompts': ['cli/'],
};

/** What touches the process or the outside without being passed in, and the files below `cli` that have to. */
const TOUCHES: readonly { readonly what: RegExp; readonly only: readonly string[] }[] = [
  { what: /\bDate\.now\b|\bnew Date\(\)/, only: [] },
  { what: /\bMath\.random\b/, only: [] },
  { what: /\bconsole\.\w/, only: [] },
  { what: /\bprocess\.(env|argv|exit|exitCode|stdout|stderr|stdin|cwd|on)\b/, only: [] },
  // Real sockets: how long one took to connect tells the pacer when a request left.
  { what: /\bperformance\.now\b/, only: ['http/wire.ts'] },
  // The name of a file that is renamed at once.
  { what: /\brandomUUID\b|\brandomBytes\b/, only: ['journal/account-lock.ts'] },
  {
    what: /\bsetTimeout\b|\bsetInterval\b/,
    // A socket's deadline, a thread that does not answer, waits for another process, and a page in a browser.
    only: [
      'http/wire.ts',
      'sheet/workbook/workbook-rows.ts',
      'journal/driver.ts',
      'journal/account-lock.ts',
      'report/html/page/list-controls.ts',
    ],
  },
];

/** The text without comments: what is only said does nothing. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** Files in a circle of imports that run code, the first one found. */
function circle(): string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, to, isType } of imports) {
    if (!isType && textOf.has(to)) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const target of next.get(file) ?? []) {
      const found = visit(target, [...way, file]);
      if (found) return found;
    }
    done.add(file);
    return null;
  };
  for (const file of files) {
    const found = visit(file, []);
    if (found) return found;
  }
  return null;
}

/** The folder of a room that a file is in, `.` for the room itself; null for a file of another room. */
function innerFolder(room: string, file: string): string | null {
  return file.startsWith(`${room}/`) && textOf.has(file)
    ? path.posix.dirname(path.posix.relative(room, file))
    : null;
}

describe('the rooms of the program', () => {
  it('reads every form of import', () => {
    const forms = [
      "import a from './a.ts';",
      "import { b, type B } from './b.ts';",
      "import type { C } from './c.ts';",
      "import {\n  type D,\n  type E,\n} from './d.ts';",
      "export { f } from '../f.ts';",
      "import './g.ts';",
      "const h = await import('h');",
    ];
    expect(importsOf('x/y.ts', forms.join('\n')).map(({ to, isType }) => [to, isType])).toEqual([
      ['x/a.ts', false],
      ['x/b.ts', false],
      ['x/c.ts', true],
      ['x/d.ts', true],
      ['f.ts', false],
      ['x/g.ts', false],
      ['h', false],
    ]);
    expect(files.length).toBeGreaterThan(200);
    expect(imports.length).toBeGreaterThan(1000);
  });

  it('lean only on those below them', () => {
    const wrong = imports.flatMap(({ from, to, isType }) => {
      if (!textOf.has(to)) return [];
      const [here, there] = [roomOf(from), roomOf(to)];
      const allowed = MAY_LEAN_ON[here] ?? [];
      const isAllowed =
        here === there || allowed.includes(there) || (isType && allowed.includes(`type ${there}`));
      return isAllowed ? [] : [`${from} imports ${isType ? 'a type of ' : ''}${to}`];
    });
    expect(wrong).toEqual([]);
  });

  it('of one provider hold dialects that know nothing of each other', () => {
    const dialectOf = (file: string) => /^(?:providers|sandbox)\/(\w+\/\w+)\//.exec(file)?.[1];
    const wrong = imports.filter(({ from, to }) => {
      const [here, there] = [dialectOf(from), dialectOf(to)];
      return here !== undefined && there !== undefined && here !== there;
    });
    expect(new Set(files.flatMap((file) => dialectOf(file) ?? []))).toEqual(
      new Set(['bandwidth/endpoints', 'bandwidth/orders']),
    );
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('hold inner folders that import one way, types included', () => {
    for (const room of ['export', 'report', 'sheet']) {
      const between = imports.flatMap(({ from, to }) => {
        const [here, there] = [innerFolder(room, from), innerFolder(room, to)];
        return here === null || there === null || here === there ? [] : [`${here} -> ${there}`];
      });
      const both = [...new Set(between)].filter((way) =>
        between.includes(way.split(' -> ').reverse().join(' -> ')),
      );
      expect(both).toEqual([]);
    }
  });

  it('have no imports of files that are not there', () => {
    const missing = imports.filter(({ to }) => to.endsWith('.ts') && !textOf.has(to));
    expect(missing.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('are entered by a command from the command line alone', () => {
    const wrong = imports.filter(({ from, to }) => to.startsWith('cli/commands/') && from !== 'cli/main.ts');
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('hold no circle of imports', () => expect(circle()).toBeNull());

  it('leave each package to the few files that know it', () => {
    const wrong = imports.flatMap(({ from, to, isType }) => {
      const owners = PACKAGE_IS_FOR[to];
      const isOwn = owners?.some((owner) => (owner.endsWith('/') ? from.startsWith(owner) : from === owner));
      return isType || (isOwn ?? true) ? [] : [`${from} imports ${to}`];
    });
    expect(wrong).toEqual([]);
  });

  it('are handed the clock, chance and the streams from the command line', () => {
    const wrong: string[] = [];
    for (const [file, text] of textOf) {
      if (file === 'bin.ts' || file.startsWith('cli/')) continue;
      const code = codeOf(text);
      for (const { what, only } of TOUCHES) {
        const found = what.exec(code)?.[0];
        if (found !== undefined && !only.includes(file)) wrong.push(`${file}: ${found}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('make exceptions only where they are used', () => {
    const idle = TOUCHES.flatMap(({ what, only }) =>
      only.filter((file) => !what.test(codeOf(textOf.get(file) ?? ''))).map((file) => `${file}: ${what}`),
    );
    expect(idle).toEqual([]);
  });
});
