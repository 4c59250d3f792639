import type { Writable } from 'node:stream';
import type { Io } from '../process/io.ts';
import { columnsOf } from './columns-of.ts';
import type { StatusLine } from './status-line.ts';
import { textTable } from './text-table.ts';
import { visibleJson, visibleLines } from './visible.ts';
import { withoutPasswords } from './without-passwords.ts';
import { hangingLine } from './wrapped.ts';

/** How much the user wants to see. */
interface TerminalOptions {
  /** One object on stdout at the end, and nothing else there but the lines of `events`. */
  readonly json: boolean;
  /** With `json`: that object is the last line of a stream of events. */
  readonly events: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** `terminal`: where text goes to a terminal. */
  readonly color: 'never' | 'terminal' | 'always';
}

/** `removed` and `added` are words that differ: without colors they are marked as wdiff marks them. */
type Style = 'plain' | 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'removed' | 'added';

const STYLE_CODES: Record<Exclude<Style, 'plain'>, string> = {
  bold: '1',
  dim: '2',
  red: '31',
  yellow: '33',
  green: '32',
  removed: '1;4;31',
  added: '1;4;32',
};

const MARKS: Partial<Record<Style, readonly [string, string]>> = {
  removed: ['[-', '-]'],
  added: ['{+', '+}'],
};

/** A stretch of text in one style, and a line of them. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}
export type Line = readonly Span[];

type StreamName = 'stdout' | 'stderr';

/**
 * The only place that writes to stdout and stderr. Everything passes through `withoutPasswords` and `visibleLines`; styles are added after them.
 * A reader that goes away (`| head -1`) closes its stream for us and stops nothing.
 */
export class Terminal {
  readonly options: TerminalOptions;
  readonly #io: Io;
  readonly #closed = new Set<Writable>();
  #status: StatusLine | null = null;

  constructor(io: Io, options: TerminalOptions) {
    this.#io = io;
    this.options = options;
    for (const stream of [io.stdout, io.stderr]) {
      stream.on('error', () => this.#closed.add(stream));
    }
  }

  /** The status line that every later text clears first, so that no text is written into it. */
  attachStatus(status: StatusLine): void {
    this.#status = status;
  }

  /** What was asked for, on stdout. Nothing with `--json` or `--events`: the one object is written by `json`. */
  answer(text: string, style: Style = 'plain'): void {
    if (this.options.json) return;
    this.#text({ text, style }, 'stdout');
  }

  /** The same of several styles, wrapped at words on a terminal. */
  answerLines(lines: readonly Line[]): void {
    if (!this.options.json) this.#lines(lines, 'stdout');
  }

  /** A table for stdout, or for stderr, as wide as its terminal. */
  table(
    header: readonly string[],
    rows: readonly (readonly string[])[],
    name: StreamName = 'stdout',
  ): string {
    return textTable(header, rows, this.#width(name));
  }

  /** Text that must arrive byte for byte (a template, a config): no styles, no changes. */
  verbatim(text: string): void {
    this.#write(this.#io.stdout, text);
  }

  /** The one JSON object of `--json`, or the last one of `--events`. */
  json(value: object): void {
    if (this.options.events) {
      this.event({ type: 'summary', at: new Date(this.#io.clock.wallMs()).toISOString(), ...value });
      return;
    }
    this.#write(this.#io.stdout, `${visibleJson(withoutPasswords(JSON.stringify(value, null, 2)))}\n`);
  }

  /** One JSON object of `--events`, on a line of its own. */
  event(value: unknown): void {
    this.#write(this.#io.stdout, `${visibleJson(withoutPasswords(JSON.stringify(value)))}\n`);
  }

  /** Progress and news on stderr; silent with `--quiet`. */
  note(text: string, style: Style = 'plain'): void {
    if (!this.options.quiet) this.#stderr(text, style);
  }

  /** Only with `--verbose`. */
  detail(text: string): void {
    if (this.options.verbose) this.#stderr(text, 'dim');
  }

  /** Lines of several styles on stderr, wrapped at words on a terminal. */
  alertLines(lines: readonly Line[]): void {
    this.#lines(lines, 'stderr');
  }

  /** Warnings and errors on stderr; said even with `--quiet`. */
  alert(text: string, style: Style = 'yellow'): void {
    this.#stderr(text, style);
  }

  #stderr(text: string, style: Style): void {
    this.#text({ text, style }, 'stderr');
  }

  /** Text of one style; on a terminal its lines are wrapped at words. */
  #text({ text: whole, style }: Span, name: StreamName): void {
    const width = this.#width(name);
    const said = withoutPasswords(whole);
    const lines = visibleLines(said).split('\n');
    const text = width === null ? said : lines.map((line) => hangingLine(line, width)).join('\n');
    this.#write(this.#io[name], `${this.#styled({ text, style }, name)}\n`);
  }

  #lines(lines: readonly Line[], name: StreamName): void {
    const width = this.#width(name);
    const text = lines.map((line) => {
      const indent = (line[0]?.text ?? '').search(/\S|$/);
      const styled = line
        .map((span, at) => this.#styled(at === 0 ? { ...span, text: span.text.slice(indent) } : span, name))
        .join('');
      const whole = ' '.repeat(indent) + styled;
      return width === null ? whole : hangingLine(whole, width);
    });
    this.#write(this.#io[name], `${text.join('\n')}\n`);
  }

  /** Null for a pipe or a file, where nothing is wrapped. */
  #width(name: StreamName): number | null {
    return this.#io.isTty[name] ? columnsOf(this.#io[name]) : null;
  }

  #styled({ text, style }: Span, name: StreamName): string {
    const shown = visibleLines(withoutPasswords(text));
    if (style === 'plain') return shown;
    const { color } = this.options;
    if (color === 'always' || (color === 'terminal' && this.#io.isTty[name])) {
      return `\u001b[${STYLE_CODES[style]}m${shown}\u001b[0m`;
    }
    const [before, behind] = MARKS[style] ?? ['', ''];
    return before + shown + behind;
  }

  #write(stream: Writable, text: string): void {
    if (this.#closed.has(stream) || stream.destroyed) return;
    this.#status?.clear();
    stream.write(text);
  }
}
