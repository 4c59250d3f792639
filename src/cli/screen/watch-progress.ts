import type { CallEvent } from '../../domain/call-event.ts';
import type { RunWatcher } from '../../run/context/run-watcher.ts';
import type { Session } from '../session/session.ts';
import { callLine } from './call-line.ts';
import { printEvents } from './print-events.ts';
import { openStatusLine, type StatusLine } from './status-line.ts';
import { visibleSentence } from './visible.ts';

type Phase = Parameters<RunWatcher['phase']>[0];

const PHASE_WORDS: Record<Phase, string> = {
  read: 'reading the sheet',
  state: 'reading the accounts',
  plan: 'planning',
  address: 'checking and creating addresses',
  numbers: 'making the changes',
  files: 'writing the files',
};

const PLAIN_LINE_EVERY_MS = 5_000;

/** A watcher that shows what it is told on stderr. `pause` clears the line for a prompt; `close` ends it. */
interface ShownWatcher extends RunWatcher {
  pause(): void;
  close(): void;
}

/**
 * A bar on a terminal, a plain line every five seconds elsewhere, nothing but warnings with --quiet; with --events all of it on
 * stdout, as data.
 */
export function watchProgress(session: Session): ShownWatcher {
  const { io, terminal } = session;
  if (terminal.options.events) {
    const called = (call: CallEvent): void => terminal.detail(callLine(call));
    return { ...printEvents(session), called, pause: () => undefined, close: () => undefined };
  }
  if (terminal.options.quiet) return new Watcher(session, () => {}, null);
  if (io.isTty.stderr && io.environment['TERM'] !== 'dumb') {
    const status = openStatusLine(io);
    terminal.attachStatus(status);
    return new Watcher(session, (text) => status.draw(text), status);
  }
  return new Watcher(session, plainLines(session), null);
}

function plainLines(session: Session): (text: string) => void {
  let lastMs = session.io.clock.monotonicMs();
  return (text) => {
    const nowMs = session.io.clock.monotonicMs();
    if (nowMs - lastMs < PLAIN_LINE_EVERY_MS) return;
    lastMs = nowMs;
    session.terminal.note(text);
  };
}

class Watcher implements ShownWatcher {
  readonly #session: Session;
  readonly #show: (text: string) => void;
  readonly #status: StatusLine | null;
  readonly #heartbeat: NodeJS.Timeout;
  #phase: Phase = 'read';
  #total: number | null = null;
  #done = 0;
  #waiting: string | null = null;
  #beganMs = 0;
  #idle = true;

  constructor(session: Session, show: (text: string) => void, status: StatusLine | null) {
    this.#session = session;
    this.#show = show;
    this.#status = status;
    // A run that waits for a provider makes no progress; the line must say so all the same.
    this.#heartbeat = setInterval(() => this.#refresh(), 1_000);
    this.#heartbeat.unref();
  }

  phase(name: Phase, total: number | null): void {
    this.#phase = name;
    this.#total = total;
    this.#done = 0;
    this.#waiting = null;
    this.#beganMs = this.#session.io.clock.monotonicMs();
    this.#idle = false;
    this.#session.terminal.detail(PHASE_WORDS[name]);
    this.#refresh();
  }

  progress(done: number): void {
    this.#done = done;
    this.#waiting = null;
    this.#refresh();
  }

  waiting(text: string | null): void {
    this.#waiting = text;
    this.#refresh();
  }

  warn(text: string): void {
    this.#session.terminal.alert(`warning: ${visibleSentence(text)}`);
    this.#refresh();
  }

  note(text: string): void {
    this.#session.terminal.note(visibleSentence(text));
    this.#refresh();
  }

  called(call: CallEvent): void {
    const { terminal } = this.#session;
    if (!terminal.options.verbose) return;
    terminal.detail(callLine(call));
    this.#refresh();
  }

  pause(): void {
    this.#idle = true;
    this.#status?.clear();
  }

  close(): void {
    this.pause();
    clearInterval(this.#heartbeat);
  }

  #refresh(): void {
    if (!this.#idle) this.#show(this.#line());
  }

  #line(): string {
    const elapsedMs = this.#session.io.clock.monotonicMs() - this.#beganMs;
    return progressLine({
      words: PHASE_WORDS[this.#phase],
      done: this.#done,
      total: this.#total,
      elapsedMs,
      waiting: this.#waiting,
    });
  }
}

/** `making the changes  120/1000  12%  20/s  44 s left`, and what an account waits for on a line of its own. */
function progressLine(state: {
  words: string;
  done: number;
  total: number | null;
  elapsedMs: number;
  waiting: string | null;
}): string {
  const parts = [state.words];
  const ratePerSecond = state.elapsedMs > 0 ? (state.done * 1_000) / state.elapsedMs : 0;
  if (state.total !== null && state.total > 0) {
    parts.push(`${state.done}/${state.total}`, `${Math.floor((state.done * 100) / state.total)}%`);
  } else if (state.done > 0) {
    parts.push(String(state.done));
  }
  if (ratePerSecond > 0) {
    parts.push(`${ratePerSecond >= 10 ? ratePerSecond.toFixed(0) : ratePerSecond.toFixed(1)}/s`);
    if (state.total !== null && state.total > state.done) {
      parts.push(`${spokenDuration(((state.total - state.done) * 1_000) / ratePerSecond)} left`);
    }
  }
  const line = parts.join('  ');
  return state.waiting === null ? line : `${line}\n  ${visibleSentence(state.waiting)}`;
}

function spokenDuration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
