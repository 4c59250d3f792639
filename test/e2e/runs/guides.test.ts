import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../../src/cli/command-table.ts';
import { main } from '../../../src/cli/main.ts';
import { fakeIo, fakeTerminal } from '../../cli/fake-io.ts';
import { testDatabase } from '../../postgres/database.ts';
import { openPlace, type Place } from '../support/command.ts';

const HOUSE = new URL('../../../', import.meta.url);
const COVERED_AT_VONAGE = ['+14155550100', '+14155550101', '+14155550102', '+14155550103'];
/** How a person answers what a command asks on the terminal, and how one ends that would go on. */
const ANSWERS: readonly { readonly question: RegExp; readonly keys: readonly string[] }[] = [
  { question: /Apply these changes\?/, keys: ['y'] },
  { question: /Which/, keys: [' ', '\r'] },
];
const GOES_ON = /http:\/\/127\.0\.0\.1:\d+/;
/** Guides whose commands need more than a folder; tests of their own type them. */
const OF_THEIR_OWN = ['migration.md', 'teams.md'];
const TEAM_SHEET = `phone_number,account,caller_name,street,city,region,postal_code,country
+14155550104,twilio,City Desk,200 N Spring St,Los Angeles,CA,90012,US
`;
const SHEET = `caller_name,street,city,region,postal_code,country
City Desk,200 N Spring St,Los Angeles,CA,90012,US
`;

/** Exit codes other than 0 of commands as they stand in a page, and why. */
const EXITS: Readonly<Record<string, number>> = {
  // Left without a signature.
  'e911 review': 4,
  // Numbers of the stand-ins without an address.
  'e911 export --compliance': 7,
  'e911 export --compliance --against numbers.csv': 7,
  'e911 export --compliance --against numbers.csv --out 2026-q4': 7,
  'e911 export --compliance --account sinch --out moved': 7,
};

/** A line that shows what may be typed. */
const FORM = /[<[|…]|\.\.\.| (?:OLD|NEW|RUN|DIR|FILE|NAME|SHEET|COMMAND)\b/;
/** Commands with an argument that must be given: without one, a page names them. */
const NEEDS_ARGUMENT = new Set(
  COMMANDS.filter(({ usage }) => usage.includes('<')).map(({ usage }) => usage.split(' ')[0]),
);

const isNamed = (line: string): boolean => {
  const [command, ...words] = wordsOf(line);
  return NEEDS_ARGUMENT.has(command) && words.every((word) => word.startsWith('--'));
};

/**
 * The commands of a page as they are typed, in order, each once: in code blocks and in `code`, but for forms of a command and
 * its name alone.
 */
async function commandsOf(page: string): Promise<string[]> {
  const whole = await readFile(new URL(page, HOUSE), 'utf8');
  // The tables of commands list forms.
  const text = whole.replaceAll(/^\| `e911 .*$/gm, '');
  const lines = [...text.matchAll(/(?:^ *|`)(e911 [a-z][^`\n]*)/gm)].map(([, line = '']) => line.trim());
  return [...new Set(lines)].filter((line) => !isNamed(line) && !FORM.test(line));
}

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(1);

/** Types a command at a terminal and answers what it asks; one that goes on is interrupted. */
async function typed(dir: string, environment: Record<string, string>, line: string): Promise<string> {
  const { stdin, stderr } = fakeTerminal();
  const fake = fakeIo(dir, {
    stdin,
    stderr,
    isTty: { stdin: true, stdout: false, stderr: true },
    environment: { PATH: process.env['PATH'], HOME: dir, TERM: 'dumb', ...environment },
    random: Math.random,
    operator: userInfo().username,
    pid: process.pid,
  });
  let said = '';
  let asked = 0;
  let isInterrupted = false;
  stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
    const answer = ANSWERS.find(({ question }) => question.test(said.slice(asked)));
    if (answer !== undefined) {
      asked = said.length;
      for (const key of answer.keys) setImmediate(() => stdin.write(key));
    }
    // Once: the second Ctrl-C would end it at once.
    if (/^e911 review\b/.test(line) && !isInterrupted && GOES_ON.test(said)) {
      isInterrupted = true;
      setImmediate(() => fake.signal('SIGINT'));
    }
  });
  if (line === 'e911 sandbox') setImmediate(() => stopWhenListening());
  const code = await main(wordsOf(line), fake.io);
  return `exit ${code}${code === (EXITS[line] ?? 0) ? '' : `: ${said}`}`;

  function stopWhenListening(): void {
    if (GOES_ON.test(fake.out())) fake.signal('SIGINT');
    else setImmediate(stopWhenListening);
  }
}

async function withPlace(work: (place: Place) => Promise<void>): Promise<void> {
  const place = await openPlace({ scale: 0 });
  try {
    await work(place);
  } finally {
    await place.close();
  }
}

it('the commands of the README and the guides work as they are written, in their order', async () => {
  const guides = (await readdir(new URL('docs', HOUSE))).filter((name) => name.endsWith('.md'));
  const pages = [
    'README.md',
    ...guides.filter((name) => !OF_THEIR_OWN.includes(name)).map((name) => `docs/${name}`),
  ];
  const fresh = await mkdtemp(path.join(tmpdir(), 'e911-fresh-'));
  await withPlace(async (place) => {
    await place.file('sheet.csv', SHEET);
    const done = new Set<string>();
    const wrong: string[] = [];
    for (const page of pages) {
      for (const line of await commandsOf(page)) {
        if (done.has(line)) continue;
        done.add(line);
        // A config is written where there is none; without variables, no carrier is asked.
        const ended = line.startsWith('e911 init')
          ? await typed(line === 'e911 init' ? fresh : await mkdtemp(path.join(fresh, 'init-')), {}, line)
          : await typed(place.dir, { ...place.sandbox.environment }, line);
        if (ended !== `exit ${EXITS[line] ?? 0}`) wrong.push(`${page}: ${line}: ${ended}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(done.size).toBeGreaterThan(25);
    const idle = Object.keys(EXITS).filter((line) => !done.has(line));
    expect(idle).toEqual(['e911 export --compliance --account sinch --out moved']);
  });
  await rm(fresh, { recursive: true });
  // About 25 commands, each of which a loaded machine runs in seconds.
}, 240_000);

it('the commands of the guide to migrations work as they are written, in their order', async () => {
  await withPlace(async (place) => {
    const sinch = place.sandbox.standIns.find(({ account }) => account === 'sinch')?.standIn;
    sinch?.controls?.addNumbers(COVERED_AT_VONAGE);
    const commands = (await commandsOf('docs/migration.md')).filter((line) => line !== 'e911 resume');
    expect(commands.map((line) => wordsOf(line)[0])).toEqual([
      ...['migrate', 'migrate', 'migrate', 'verify', 'export', 'undo'],
    ]);
    for (const line of commands) {
      const { code, err } = await place.run(...wordsOf(line));
      expect(code, `${line}\n${err}`).toBe(EXITS[line] ?? 0);
    }
    const count = (kind: string) => place.effects().filter((effect) => effect.kind === kind).length;
    // Four moved; the three of the whole migration and its one removal were put back.
    expect({ on: count('associate'), off: count('disassociate') }).toEqual({ on: 8, off: 7 });
  });
});

it('the commands of the guide to teams work as they are written, in their order', async () => {
  await withPlace(async (place) => {
    await place.file('numbers.csv', TEAM_SHEET);
    const state = await testDatabase();
    const commands = await commandsOf('docs/teams.md');
    expect(commands).toEqual([
      ...['e911 plan numbers.csv', 'e911 apply numbers.csv --detach --yes', 'e911 runs --follow'],
      ...['e911 worker', 'e911 worker --events'],
    ]);
    const [first = '', handOver = '', follow = '', ...workers] = commands;
    const given = (line: string) => [...wordsOf(line), '--state', state];
    for (const line of [first, handOver]) {
      const { code, err } = await place.run(...given(line));
      expect(code, `${line}\n${err}`).toBe(0);
    }
    const [begun, other] = workers.map((line) => place.begin(...given(line)));
    expect((await place.run(...given(follow))).code).toBe(0);
    for (const worker of [begun, other]) {
      worker?.signal('SIGTERM');
      expect((await worker?.ended)?.code).toBe(0);
    }
    expect(place.effects().map(({ kind }) => kind)).toContain('associate');
  });
}, 120_000);
