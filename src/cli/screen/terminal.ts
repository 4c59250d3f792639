import type { Writable } from 'node:stream';
import type { Io } from '../process/io.ts';
import type { StatusLine } from './status-line.ts';
import { visibleJson, visibleLines } from './visible.ts';

/** How much the user wants to see. */
interface TerminalOptions {
  /** One object on stdout at the end, and nothing else there but the lines of `events`. */
  readonly json: boolean;
  /** With `json`: that object is the last line of a stream of events. */
  readonly events: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
}

type Style = 'plain' | 'bold' | 'dim' | 'red' | 'yellow' | 'green';

const STYLE_CODES: Record<Exclude<Style, 'plain'>, number> = {
  bold: 1,
  dim: 2,
  red: 31,
  yellow: 33,
  green: 32,
};

/**
 * The only place that writes to stdout and stderr. Everything passes through `visibleLines`; styles are added after it.
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
    this.#write(this.#io.stdout, `${this.#styled(text, style, this.#io.isTty.stdout)}\n`);
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
    this.#write(this.#io.stdout, `${visibleJson(JSON.stringify(value, null, 2))}\n`);
  }

  /** One JSON object of `--events`, on a line of its own. */
  event(value: unknown): void {
    this.#write(this.#io.stdout, `${visibleJson(JSON.stringify(value))}\n`);
  }

  /** Progress and news on stderr; silent with `--quiet`. */
  note(text: string, style: Style = 'plain'): void {
    if (!this.options.quiet) this.#stderr(text, style);
  }

  /** Only with `--verbose`. */
  detail(text: string): void {
    if (this.options.verbose) this.#stderr(text, 'dim');
  }

  /** Warnings and errors on stderr; said even with `--quiet`. */
  alert(text: string, style: Style = 'yellow'): void {
    this.#stderr(text, style);
  }

  #stderr(text: string, style: Style): void {
    this.#write(this.#io.stderr, `${this.#styled(text, style, this.#io.isTty.stderr)}\n`);
  }

  #styled(text: string, style: Style, isTty: boolean): string {
    const shown = visibleLines(text);
    if (style === 'plain' || !this.options.color || !isTty) return shown;
    return `\u001b[${STYLE_CODES[style]}m${shown}\u001b[0m`;
  }

  #write(stream: Writable, text: string): void {
    if (this.#closed.has(stream) || stream.destroyed) return;
    this.#status?.clear();
    stream.write(text);
  }
}
