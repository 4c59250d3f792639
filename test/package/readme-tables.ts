import { COMMANDS } from '../../src/cli/command-table.ts';
import { ACTIONS } from '../../src/domain/request/request.ts';
import { EXIT_CODES } from '../../src/errors/exit-codes.ts';
import { definitions } from '../../src/providers/registry.ts';

const END = '<!-- end of table -->';

/** The tables of the README that the code draws, by the name in their marker. */
const TABLES: Readonly<Record<string, () => readonly (readonly string[])[]>> = {
  commands: () => [
    ['command', 'what it does'],
    ...COMMANDS.map(({ usage, describe }) => [`\`e911 ${usage}\``, describe]),
  ],
  'exit codes': () => [
    ['code', 'meaning'],
    ...Object.values(EXIT_CODES).map(({ code, reason }) => [String(code), reason]),
  ],
  carriers: () => {
    const all = definitions.map(({ capabilities }) => capabilities);
    const row = (name: string, cellOf: (one: (typeof all)[number]) => string) => [name, ...all.map(cellOf)];
    return [
      row('', ({ title }) => title),
      ...ACTIONS.map((action) =>
        row(`\`${action}\``, ({ actions }) => (actions.includes(action) ? 'yes' : '')),
      ),
      row('an address is checked', ({ addressCheck }) =>
        addressCheck === 'without-writing' ? 'without writing' : 'by creating it',
      ),
      row('an address is replaced', ({ replacement }) =>
        replacement === 'in-place' ? 'in place' : 'with a coverage gap',
      ),
      row('requests a second', ({ limits }) => String(limits.requestsPerSecond)),
    ];
  },
};

/** The page with each table drawn anew between its markers. @throws Error when the markers of a table are missing */
export function withTables(page: string): string {
  let drawn = page;
  for (const [name, rowsOf] of Object.entries(TABLES)) {
    const begin = `<!-- table: ${name}; written by npm run tables -->`;
    const from = drawn.indexOf(begin);
    const to = drawn.indexOf(END, from);
    if (from < 0 || to < 0) throw new Error(`${begin} ... ${END} is not in the page`);
    drawn = `${drawn.slice(0, from + begin.length)}\n\n${render(rowsOf())}\n\n${drawn.slice(to)}`;
  }
  return drawn;
}

function render([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}
