import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, files, imports, importsOf, textOf } from './architecture/imports.ts';
import { CLI_LAYERS, INNER_ROOMS, MAY_LEAN_ON, roomOf } from './architecture/rooms.ts';

/** Packages that few files know, so that another may take their place. */
const PACKAGE_IS_FOR: Readonly<Record<string, readonly string[]>> = {
  undici: ['http/undici-wire.ts'],
  'fast-xml-parser': ['http/xml.ts'],
  'csv-parse': ['sheet/csv/read-records.ts'],
  'csv-parse/sync': [
    'report/xlsx/template-book.ts',
    'sandbox/places.ts',
    'sheet/csv/delimiter.ts',
    'sheet/csv/relaxed-row.ts',
  ],
  'fastest-levenshtein': ['domain/suggest.ts'],
  diff: ['domain/word-difference.ts'],
  'csv-stringify/sync': ['report/csv-cells.ts'],
  'hucre/xlsx': ['sheet/workbook/workbook-worker.ts', 'report/xlsx/'],
  'iconv-lite': ['sheet/csv/encoding.ts'],
  libsql: ['journal/engine/engines.ts'],
  pg: ['journal/postgres/connection.ts'],
  'pg-boss': ['worker/pg-boss.ts'],
  'node:sqlite': ['journal/engine/engines.ts'],
  yargs: ['cli/'],
  'log-update': ['cli/screen/status-line.ts'],
  'fast-wrap-ansi': ['cli/screen/status-line.ts', 'cli/screen/wrapped.ts'],
  '@clack/prompts': ['cli/'],
};

/** What touches the process or the outside without being passed in, and the files below `cli` that have to. */
const TOUCHES: readonly { readonly what: RegExp; readonly only: readonly string[] }[] = [
  // A lease of the database is real time, and a machine that sleeps stops the other clock.
  { what: /\bDate\.now\b|\bnew Date\(\)/, only: ['journal/postgres/postgres-journal.ts'] },
  { what: /\bMath\.random\b/, only: [] },
  { what: /\bconsole\.\w/, only: [] },
  { what: /\bprocess\.(env|argv|exit|exitCode|stdout|stderr|stdin|cwd|on)\b/, only: [] },
  // Real sockets: how long one took to connect tells the pacer when a request left.
  { what: /\bperformance\.now\b/, only: ['http/undici-wire.ts', 'journal/postgres/postgres-journal.ts'] },
  // The name of a file that is renamed at once, the id of a journal, and a token that cannot be guessed.
  {
    what: /\brandomUUID\b|\brandomBytes\b/,
    only: [
      'journal/account-lock.ts',
      'journal/postgres/postgres-journal.ts',
      'journal/tables/generation-table.ts',
      'review/review-server.ts',
    ],
  },
  {
    what: /\bsetTimeout\b|\bsetInterval\b/,
    // A socket's deadline, a thread that does not answer, waits for another process, and pages in a browser.
    only: [
      'http/undici-wire.ts',
      'sheet/workbook/workbook-rows.ts',
      'journal/engine/driver.ts',
      'journal/account-lock.ts',
      'journal/lock-within.ts',
      'journal/postgres/leases.ts',
      'report/html/page/list-controls.ts',
      'review/page/review-page.ts',
    ],
  },
];

/** Files in a circle of imports, of types too, the first one found. */
function circle(): string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) {
    if (textOf.has(to)) next.set(from, [...(next.get(from) ?? []), to]);
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
function innerRoom(room: string, file: string): string | null {
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

  it('hold inner rooms that import one way, types included', () => {
    const wrong = Object.entries(INNER_ROOMS).flatMap(([room, mayImport]) =>
      imports.flatMap(({ from, to }) => {
        const [here, there] = [innerRoom(room, from), innerRoom(room, to)];
        const isAllowed =
          here === null || there === null || here === there || mayImport[here]?.includes(there);
        return isAllowed ? [] : [`${from} imports ${to}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('are named in the table of inner rooms with all that they import, and with nothing else', () => {
    for (const [room, mayImport] of Object.entries(INNER_ROOMS)) {
      const between = new Set(
        imports.map(({ from, to }) => `${innerRoom(room, from)} imports ${innerRoom(room, to)}`),
      );
      const idle = Object.entries(mayImport).flatMap(([here, those]) =>
        those.map((there) => `${here} imports ${there}`).filter((way) => !between.has(way)),
      );
      expect(idle).toEqual([]);
      let circular = Object.keys(mayImport);
      let last: string[] = [];
      while (circular.length !== last.length) {
        last = circular;
        circular = last.filter((here) => mayImport[here]?.some((there) => last.includes(there)));
      }
      expect(circular).toEqual([]);
    }
  });

  it('hold a command line in layers, each file of it in one, that import downwards, types included', () => {
    const names = Object.values(CLI_LAYERS);
    const layerOf = (file: string): number => {
      const own = file.replace(/^cli\//, '');
      const byFile = names.findIndex((layer) => layer.includes(own));
      return byFile >= 0 ? byFile : names.findIndex((layer) => layer.includes(path.posix.dirname(own)));
    };
    const inside = files.filter((file) => file.startsWith('cli/'));
    expect(inside.filter((file) => layerOf(file) < 0)).toEqual([]);
    const gone = names.flat().filter((name) => !inside.some((file) => file.startsWith(`cli/${name}`)));
    expect(gone).toEqual([]);
    const upwards = imports.filter(
      ({ from, to }) => inside.includes(from) && inside.includes(to) && layerOf(to) > layerOf(from),
    );
    expect(upwards.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('have no imports of files that are not there', () => {
    const missing = imports.filter(({ to }) => to.endsWith('.ts') && !textOf.has(to));
    expect(missing.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('are entered by a command from the command line alone', () => {
    const wrong = imports.filter(
      ({ from, to }) => to.startsWith('cli/commands/') && from !== 'cli/command-table.ts',
    );
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('are entered by a command line through what a program imports: there is no second way in', () => {
    const entries =
      /^(run\/(perform-\w+|resume-run)|export\/perform-export|migrate\/(perform-migration|undo-migration))\.ts$/;
    const entered = imports.filter(({ to, isType }) => entries.test(to) && !isType);
    expect(entered.filter(({ from }) => from.startsWith('api/')).length).toBeGreaterThan(5);
    expect(entered.filter(({ from }) => from.startsWith('cli/'))).toEqual([]);
  });

  it('hold no circle of imports, type imports included', () => expect(circle()).toBeNull());

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
      if (file === 'bin.ts' || file === 'index.ts' || file.startsWith('cli/')) continue;
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
