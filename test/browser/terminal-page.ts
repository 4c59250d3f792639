import { PassThrough } from 'node:stream';
import { main } from '../../src/cli/main.ts';
import { fakeIo } from '../cli/fake-io.ts';
import type { Place } from '../e2e/support/command.ts';

const COLORS: Readonly<Record<string, string>> = {
  1: 'font-weight:bold',
  2: 'opacity:.6',
  4: 'text-decoration:underline',
  31: 'color:#b3261e',
  32: 'color:#1a7f37',
  33: 'color:#8a6100',
};

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
  const style = `margin:0;padding:16px;width:${columns}ch;font:14px/1.35 monospace;white-space:pre-wrap;word-break:break-all;background:#fff;color:#1f2328`;
  return `<pre style="${style}"><b>$ e911 ${args.join(' ')}</b>\n${asHtml(text)}</pre>`;
}

/** Styles of a terminal as elements. */
function asHtml(text: string): string {
  const csi = String.fromCharCode(27, 91);
  const [first = '', ...styled] = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').split(csi);
  return styled.reduce((html, part) => {
    const end = part.indexOf('m');
    const codes = part.slice(0, end).split(';');
    const css = codes.flatMap((code) => COLORS[code] ?? []).join(';');
    // A style that ends: 0 ends all, 22, 24 and 39 end one.
    const open = css === '' ? '' : `<span style="${css}">`;
    return `${html}${open}${part.slice(end + 1)}${open === '' ? '' : '</span>'}`;
  }, first);
}
