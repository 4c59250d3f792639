import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { EXIT_CODES } from '../../src/errors/exit-codes.ts';
import { definitions } from '../../src/providers/registry.ts';
import { fakeIo } from './fake-io.ts';

const COMMANDS = [
  ['validate'],
  ['plan'],
  ['apply'],
  ['runs'],
  ['template'],
  ['accounts', 'check'],
  ['providers'],
  ['sandbox'],
];

describe('the command line', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'e911-cli-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function type(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
    const fake = fakeIo(dir);
    const code = await main(argv, fake.io);
    return { code, out: fake.out(), err: fake.err() };
  }

  it('tells its own version, not that of the folder', async () => {
    await writeFile(path.join(dir, 'package.json'), '{"version":"9.9.9"}');
    const own: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(own).toMatchObject({ version: (await type('--version')).out.trim() });
  });

  it('lists every exit code in its help', async () => {
    const { code, out, err } = await type('--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { code: exit, reason } of Object.values(EXIT_CODES)) {
      expect(out).toContain(`${exit}  ${reason}`);
    }
  });

  it.each(COMMANDS)('%s %s has help with an example', async (...words) => {
    const { code, out } = await type(...words.filter(Boolean), '--help');
    expect(code).toBe(0);
    expect(out).toContain('Examples:');
    expect(out).toContain('--json');
  });

  it('gives errors as one JSON object with --json', async () => {
    for (const argv of [
      ['plan', '--json'],
      ['aply', '--json'],
      ['runs', 'nobody', '--json'],
    ]) {
      const { code, out } = await type(...argv);
      expect(code).toBe(2);
      expect(JSON.parse(out)).toEqual({
        error: { code: expect.any(String), message: expect.any(String), hint: expect.any(String) },
        exit_code: 2,
      });
    }
  });

  it('names what is wrong with a command line, and what was meant', async () => {
    const told: [string[], RegExp][] = [
      [['nonsense'], /Unknown command "nonsense"/],
      [['plna', 's.csv'], /Unknown command "plna"\. Did you mean "plan"\?/],
      [['aply', 's.csv'], /"aply"\. Did you mean "apply"/],
      [['--state', 'x', 'exprot'], /Unknown command "exprot"\. Did you mean "export"\?/],
      [['accounts', 'chekc'], /"chekc"\. Did you mean "check"\?.*\n.*e911 accounts --help/],
      [['plan'], /An argument is missing: type e911 plan <sheet>.*\n.*e911 plan --help/],
      [['migrate', 'a'], /type e911 migrate <old> <new>/],
      [
        ['export', 'compliance'],
        /<kind> "compliance" is not one of numbers, .*Did you mean "--compliance"\?/,
      ],
      [
        ['apply', 's.csv', '--accept', 'formating'],
        /--accept "formating" is not one of none, formatting, all\. Did you mean "formatting"\?/,
      ],
      [['schema', 'x'], /<name> "x" is not one of config, events, postgres\. \[/],
      [['apply', 's.csv', '--dryrun'], /--dryrun\. Did you mean "--dry-run"/],
      [['apply', 's.csv', '--dry_run'], /--dry_run\. Did you mean "--dry-run"/],
      [['plan', 's.csv', '--rows', 'two'], /--rows/],
      [['plan', 's.csv', '--dryrun'], /Unknown option --dryrun\. \[/],
      [['runs', '--uncoverd'], /Did you mean "--uncovered"/],
      [['sandbox', '--fautls', 'x'], /Did you mean "--faults"/],
      [['buy', '--coutn', '1'], /Did you mean "--count"/],
      [['worker', '--plcaes', '2'], /Did you mean "--places"/],
      [['review', '--noopen'], /Did you mean "--no-open"/],
      [['plan', 's.csv', '--limt', '3'], /--limt.*"--limit"/],
      [['apply', 's.csv', '--fail-on-changes'], /Unknown option --fail-on-changes\. /],
      [['plan', 's.csv', 'more'], /Unknown argument "more"\. /],
      [['sandbox', '--write'], /--write needs a value/],
      [['template', 'twilio-assign', '--out', '--json'], /--out needs a value/],
      [['accounts', 'check', '--env-file'], /--env-file needs a value/],
      [['plan', 's.csv', '--state', ''], /--state needs a value/],
      [['export', '--env-file='], /--env-file needs a value/],
      [['undo', 'x', '--sandbox'], /--sandbox.*\n.*e911 sandbox --write DIR/],
    ];
    for (const [argv, message] of told) {
      const { code, err } = await type(...argv);
      expect(code).toBe(2);
      expect(err).toMatch(message);
      expect(err).not.toMatch(/non-option|Unknown arguments?:|Invalid values/);
    }
  });

  it('colors what goes to a terminal, and elsewhere only when it is forced to', async () => {
    for (const [environment, args, isTerminal, isColored] of [
      [{}, [], true, true],
      [{}, [], false, false],
      [{ NO_COLOR: '1' }, [], true, false],
      [{ NO_COLOR: '' }, [], true, true],
      [{ FORCE_COLOR: '1' }, [], false, true],
      [{ FORCE_COLOR: '1', NO_COLOR: '1' }, [], false, true],
      [{ FORCE_COLOR: '0' }, [], true, false],
      [{ FORCE_COLOR: '1' }, ['--no-color'], true, false],
      [{ TERM: 'dumb' }, [], true, false],
    ] as const) {
      const isTty = { stdin: false, stdout: isTerminal, stderr: isTerminal };
      const { io, err } = fakeIo('/', { environment, isTty });
      await main(['plan', 'missing.csv', '--config', 'missing.yaml', ...args], io);
      const about = JSON.stringify([environment, args, isTerminal]);
      expect(err().includes('\u001b[31merror: '), about).toBe(isColored);
    }
  });

  it('takes the options that a script gives to every command', async () => {
    for (const argv of [
      ['runs', '--config', 'c.yaml', '--state', 's', '--yes', '--json'],
      ['accounts', 'check', '--config', 'c.yaml', '--state', 's', '--yes', '--json'],
      ['export', '--config', 'c.yaml', '--state', 's', '--yes', '--json'],
      ['verify', 's.csv', '--config', 'c.yaml', '--state', 's', '--yes', '--json'],
      ['resume', '--config', 'c.yaml', '--state', 's', '--yes', '--json'],
    ]) {
      expect((await type(...argv)).out).not.toContain('COMMAND_LINE');
    }
  });

  it('draws the providers from their capabilities, every field', async () => {
    const text = await type('providers');
    const json = JSON.parse((await type('providers', '--json')).out) as { providers: unknown[] };
    expect(json.providers).toHaveLength(definitions.length);
    for (const { provider, capabilities } of definitions) {
      expect(text.out).toContain(provider);
      for (const action of capabilities.actions) expect(text.out).toContain(action);
      expect(text.out).toContain(String(capabilities.limits.requestsPerSecond));
    }
  });

  it('lists the templates, writes one, and never over a file', async () => {
    expect((await type('template')).out).toContain('twilio-assign');
    const toStdout = await type('template', 'twilio-assign');
    expect(toStdout.out.split('\n')[0]).toContain('phone_number');
    expect((await type('template', 'twilio-assign', '--out', 'mine.csv')).code).toBe(0);
    expect(await readFile(path.join(dir, 'mine.csv'), 'utf8')).toBe(toStdout.out);
    expect((await type('template', 'twilio-assign', '--out', 'mine.csv')).code).toBe(2);
    expect((await type('template', 'twilio-asign')).err).toContain('twilio-assign');
  });

  it('lists no runs without making a folder', async () => {
    expect((await type('runs', '--state', 'new place')).out).toBe(
      "No runs yet.\nnext: e911 plan SHEET --state 'new place'\n",
    );
    await expect(readFile(path.join(dir, 'e911-runs', 'journal.db'))).rejects.toThrow('ENOENT');
  });

  it('does not say that nothing is open where it knows nothing', async () => {
    for (const command of [['runs', '--uncovered'], ['resume']]) {
      const { code, err } = await type(...command, '--state', 'mistyped');
      expect(code).toBe(2);
      expect(err).toContain('STATE_MISSING');
    }
  });

  it('names what the log of gaps has open when the journal is gone, and warns of runs that nothing is known of', async () => {
    const state = path.join(dir, 'lost');
    await mkdir(path.join(state, '20261121-143015207-k3f9'), { recursive: true });
    const opened = {
      event: 'opened',
      run_id: '20261121-143015207-k3f9',
      account: 'twilio',
      phone_number: '+14155550101',
      at: '2026-11-21T14:30:20.000Z',
    };
    await writeFile(path.join(state, 'gaps.ndjson'), `${JSON.stringify(opened)}\n{"event":"clo`);
    const uncovered = await type('runs', '--uncovered', '--state', 'lost');
    expect(uncovered.code).toBe(9);
    expect(uncovered.err).toContain(
      'WITHOUT AN EMERGENCY ADDRESS since 2026-11-21T14:30:20.000Z: +14155550101',
    );
    const resumed = await type('resume', '--state', 'lost');
    expect(resumed.code).toBe(9);
    expect(resumed.err).toContain('THE JOURNAL IS MISSING');
    expect(resumed.err).toContain('+14155550101');
    await writeFile(path.join(state, 'journal.db'), 'no database '.repeat(500));
    for (const command of [['resume'], ['undo', '--yes'], ['plan', 'sheet.csv', '--sandbox'], ['runs']]) {
      const { code, err } = await type(...command, '--state', 'lost');
      expect(code, err).toBe(9);
      expect(err).toMatch(/: \+14155550101 .*\n.*1 number has NO emergency address.* is damaged/);
    }
  });

  it('serves the sandbox until a signal and prints a config that works', async () => {
    const fake = fakeIo(dir);
    const running = main(['sandbox', '--scale', '0', '--json'], fake.io);
    while (!fake.out().endsWith('}\n')) await new Promise((resolve) => setTimeout(resolve, 5));
    const { stand_ins: standIns } = JSON.parse(fake.out()) as { stand_ins: { origin: string }[] };
    const state = await fetch(`${standIns[0]?.origin}/__sandbox/state`);
    expect(state.status).toBe(200);
    fake.signal('SIGINT');
    expect(await running).toBe(0);
  });

  it.each([
    ['a mapping', ['plan', 'sheet.csv', '--mapping', 'pipe'], 'MAPPING_INVALID'],
    ['faults', ['sandbox', '--faults', 'pipe'], 'SANDBOX_FAULTS'],
    ['a sheet', ['validate', 'pipe', '--sandbox'], 'SHEET_NOT_A_FILE'],
    ['a config', ['validate', 'sheet.csv', '--config', 'pipe'], 'CONFIG_UNREADABLE'],
  ])('does not wait for a named pipe in place of %s', async (_what, argv, code) => {
    execFileSync('mkfifo', [path.join(dir, 'pipe')]);
    const fake = fakeIo(dir);
    expect(await main(argv, fake.io)).toBe(2);
    expect(fake.err()).toContain(`[${code}]`);
  });

  it('ends a command that has nothing to finish at the first signal', async () => {
    const fake = fakeIo(dir, {
      environment: { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'x' },
    });
    const running = main(['accounts', 'check'], fake.io);
    await vi.waitFor(() => expect(fake.isListening()).toBe(true), { timeout: 20_000 });
    fake.signal('SIGTERM');
    expect(await running).toBe(143);
  });
});
