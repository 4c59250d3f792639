import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openPlace } from '../support/command.ts';

const COVERED_AT_VONAGE = ['+14155550100', '+14155550101', '+14155550102', '+14155550103'];

/** The commands of a guide's code blocks, in order; those with a word in capitals show a form. */
async function commandsOf(guide: string): Promise<string[][]> {
  const text = await readFile(new URL(`../../../docs/${guide}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```\n([^`]*)^```/gm)].flatMap(([, block = '']) =>
    block.trim().split('\n'),
  );
  const lines = blocks.filter((line) => line.startsWith('e911 ') && !/ [A-Z][A-Z-]+/.test(line));
  return lines.map((line) =>
    [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(1),
  );
}

it('the commands of the guide to migrations work as they are written, in their order', async () => {
  const place = await openPlace({ scale: 0 });
  try {
    const sinch = place.sandbox.standIns.find(({ account }) => account === 'sinch')?.standIn;
    sinch?.controls?.addNumbers(COVERED_AT_VONAGE);
    const commands = await commandsOf('migration.md');
    expect(commands.map(([command]) => command)).toEqual([
      ...['migrate', 'migrate', 'migrate', 'verify', 'export', 'undo'],
    ]);
    for (const words of commands) {
      const { code, err } = await place.run(...words);
      // Sinch's other numbers have no address: findings of the compliance set.
      expect(code, `e911 ${words.join(' ')}\n${err}`).toBe(words.includes('--compliance') ? 7 : 0);
    }
    const count = (kind: string) => place.effects().filter((effect) => effect.kind === kind).length;
    // Four moved; the three of the whole migration and its one removal were put back.
    expect({ on: count('associate'), off: count('disassociate') }).toEqual({ on: 8, off: 7 });
  } finally {
    await place.close();
  }
});
