import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPlace, type Place, PROGRAM } from '../support/command.ts';

/*
 * The command in a real terminal, tmux. `.ci/run` installs it; without it these tests say that they were left out.
 */
const hasTmux = spawnSync('tmux', ['-V']).status === 0;

const SHEET = `phone_number,action,account,caller_name,street,unit,city,region,postal_code,country
+14155550102,assign,twilio,City Desk,200 N Spring St,,Los Angeles,CA,90012,US
`;
/** Switches the wrapping of lines off, and on again. */
const WRAP_OFF = '\u001b[?7l';
const DEADLINE = { timeout: 30_000, interval: 50 };
const run = promisify(execFile);

describe.skipIf(!hasTmux)(hasTmux ? 'in a terminal' : 'LEFT OUT, no tmux: in a terminal', () => {
  let place: Place;
  let socket: string;

  beforeEach(async () => {
    place = await openPlace();
    socket = `e911-test-${process.pid}-${Date.now()}`;
    await place.file('numbers.csv', SHEET);
    // The new address of the number is refused for a while, so that its coverage gap stays open.
    for (const { faults } of place.sandbox.standIns.slice(0, 1)) {
      faults.set([{ when: { operation: 'associate' }, do: 'status', status: 400, times: 200 }]);
    }
  });
  afterEach(async () => {
    await run('tmux', ['-L', socket, 'kill-server']).catch(() => undefined);
    await place.close();
  });

  const tmux = async (...args: string[]): Promise<string> =>
    (await run('tmux', ['-L', socket, ...args])).stdout;
  const type = (text: string): Promise<string> => tmux('send-keys', '-l', text);
  const press = (key: string): Promise<string> => tmux('send-keys', key);
  /** The pane with its history; `-J` joins lines that were wrapped by the terminal. */
  const screen = (...flags: string[]): Promise<string> => tmux('capture-pane', '-p', '-S', '-200', ...flags);
  /** Waits for a text, wherever its words are wrapped. */
  const shows = (text: RegExp): Promise<void> =>
    vi.waitFor(async () => expect((await screen('-J')).replace(/\s+/g, ' ')).toMatch(text), DEADLINE);

  async function open(columns: number): Promise<string> {
    const environment = Object.entries({ ...place.sandbox.environment, PS1: '$ ', TERM: 'xterm-256color' });
    const env = environment.flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    await tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-x',
      String(columns),
      '-y',
      '24',
      '-c',
      place.dir,
      ...env,
      'sh',
    );
    const written = path.join(place.dir, 'written');
    await tmux('pipe-pane', `cat > ${written}`);
    await type(`${process.execPath} ${PROGRAM} apply numbers.csv --yes; echo exit=$?`);
    await press('Enter');
    return written;
  }

  it.each([60, 80, 120])(
    '%i columns: an uncovered number is named whole, and the terminal is as before',
    async (columns) => {
      const written = await open(columns);
      await shows(/\+14155550102 has NO emergency address right now; the new one was rejected, retrying/);
      await press('C-c');
      await shows(/Press Ctrl-C again to quit at once\./);
      await press('C-c');
      await shows(/exit=9/);
      // Broken at words: no line of the screen ends inside of one.
      const ended = (await screen()).replace(/\s+/g, ' ');
      expect(ended).toMatch(
        /WITHOUT AN EMERGENCY ADDRESS since \S+Z: \+14155550102 \(twilio, run [\dTZ-]+-\w+\)/,
      );
      // A command is in one piece.
      expect(await screen('-J')).toMatch(/ e911 resume [\dTZ-]+-\w+$/m);
      expect(await readFile(written, 'utf8')).not.toContain(WRAP_OFF);
      // A long line typed afterward is wrapped by the terminal as before.
      await type('clear');
      await press('Enter');
      await type(`printf 'x%.0s' $(seq 150); echo`);
      await press('Enter');
      await vi.waitFor(
        async () => expect(await screen()).toMatch(new RegExp(`^x{${columns}}$`, 'm')),
        DEADLINE,
      );
    },
  );

  it('a narrower window keeps the number whole', async () => {
    await open(120);
    await shows(/\+14155550102 has NO emergency address/);
    await tmux('resize-window', '-x', '60', '-y', '24');
    await press('C-c');
    await shows(/Press Ctrl-C again/);
    await press('C-c');
    await shows(/WITHOUT AN EMERGENCY ADDRESS since \S+: \+14155550102/);
  });
});
