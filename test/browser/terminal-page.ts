import { PassThrough } from 'node:stream';
import { main } from '../../src/cli/main.ts';
import { fakeIo } from '../cli/fake-io.ts';
import type { Place } from '../e2e/support/command.ts';
import { terminalHtml } from './terminal-html.ts';

/** What a command writes to a terminal so many columns wide, as a page. */
export async function terminalPage(place: Place, columns: number, args: readonly string[]): Promise<string> {
  let text = '';
  const stdout = Object.assign(new PassThrough(), { columns });
  stdout.on('data', (chunk) => {
    text += String(chunk);
  });
  const { io } = fakeIo(place.dir, {
    stdout,
    environment: place.sandbox.environment,
    isTty: { stdin: false, stdout: true, stderr: false },
    random: Math.random,
  });
  await main(args, io);
  return terminalHtml(text, columns, `$ e911 ${args.join(' ')}`);
}
