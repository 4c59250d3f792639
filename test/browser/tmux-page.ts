import { execFile } from 'node:child_process';
import { setTimeout as later } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Place, PROGRAM } from '../e2e/support/command.ts';
import { terminalHtml } from './terminal-html.ts';

const run = promisify(execFile);
const LOOK_EVERY_MS = 200;
const GIVEN_UP_AFTER_MS = 120_000;

/**
 * A command in a real terminal (tmux) so many columns wide, as a page: `keys` are pressed one after the other, each when the screen shows
 * its text. @throws Error when a text does not come
 */
export async function tmuxPage(
  place: Place,
  { columns, rows, typed }: { readonly columns: number; readonly rows: number; readonly typed: string },
  keys: readonly { readonly after: RegExp; readonly press: string }[],
): Promise<string> {
  const socket = `e911-picture-${process.pid}`;
  const tmux = async (...args: string[]): Promise<string> =>
    (await run('tmux', ['-L', socket, ...args])).stdout;
  const variables = Object.entries({ ...place.sandbox.environment, PS1: '$ ', TERM: 'xterm-256color' });
  const env = variables.flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const size = ['-x', String(columns), '-y', String(rows)];
  await tmux('-f', '/dev/null', 'new-session', '-d', ...size, '-c', place.dir, ...env, 'sh');
  const type = async (text: string): Promise<void> => {
    await tmux('send-keys', '-l', text);
    await tmux('send-keys', 'Enter');
  };
  try {
    await type(`e911() { ${process.execPath} ${PROGRAM} "$@"; }; PS1='$ '; clear`);
    await type(typed);
    for (const { after, press } of keys) {
      const untilMs = Date.now() + GIVEN_UP_AFTER_MS;
      while (!after.test((await tmux('capture-pane', '-p')).replace(/\s+/g, ' '))) {
        if (Date.now() > untilMs) throw new Error(`The terminal does not show ${after}.`);
        await later(LOOK_EVERY_MS);
      }
      if (press !== '') await tmux('send-keys', press);
    }
    return terminalHtml((await tmux('capture-pane', '-p', '-e')).trimEnd(), columns);
  } finally {
    await tmux('kill-server');
  }
}
