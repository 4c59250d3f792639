import type { CallEvent } from '../../domain/call-event.ts';
import type { ToldEvent } from '../../run/context/events.ts';
import type { ExpectedWork, RunWatcher, WaitOf } from '../../run/context/run-watcher.ts';
import type { Session } from '../session/session.ts';
import { AccountProgress, rateText } from './account-progress.ts';
import { callLine } from './call-line.ts';
import { printEvents } from './print-events.ts';
import type { StatusLine } from './status-line.ts';
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
export async function watchProgress(session: Session): Promise<ShownWatcher> {
  const { io, terminal } = session;
  if (terminal.options.events) {
    const called = (call: CallEvent): void => terminal.detail(callLine(call));
    return { ...printEvents(session), called, pause: () => undefined, close: () => undefined };
  }
  if (terminal.options.quiet) return new Watcher(session, () => {}, null);
  if (io.isTty.stderr && io.environment['TERM'] !== 'dumb') {
    const status = (await import('./status-line.ts')).openStatusLine(io);
    terminal.attachStatus(status);
    return new Watcher(session, (text) => status.draw(text), status);
  }
  return new Watcher(session, plainLines(session), null);
}

function plainLines(session: Session): (text: () => string) => void {
  let lastMs = session.io.clock.monotonicMs();
  return (text) => {
    const nowMs = session.io.clock.monotonicMs();
    if (nowMs - lastMs < PLAIN_LINE_EVERY_MS) return;
    lastMs = nowMs;
    session.terminal.note(text());
  };
}

class Watcher implements ShownWatcher {
  readonly #session: Session;
  readonly #show: (text: () => string) => void;
  readonly #status: StatusLine | null;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #accounts: AccountProgress;
  #phase: Phase = 'read';
  #total: number | null = null;
  #done = 0;
  #waiting: string | null = null;
  #beganMs = 0;
  #idle = true;

  constructor(session: Session, show: (text: () => string) => void, status: StatusLine | null) {
    this.#session = session;
    this.#show = show;
    this.#status = status;
    this.#accounts = new AccountProgress(session.io.clock);
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

  expect(works: readonly ExpectedWork[]): void {
    this.#accounts.expect(works);
    this.#refresh();
  }

  waiting(text: string | null, about?: WaitOf): void {
    this.#waiting = text;
    if (text === null) this.#accounts.waitsNoMore();
    else if (about) this.#accounts.waits(text, about);
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
    this.#accounts.called(call);
    if (this.#session.terminal.options.verbose) this.#session.terminal.detail(callLine(call));
    this.#refresh();
  }

  event(event: ToldEvent): void {
    const { type } = event;
    if (type !== 'change' && type !== 'gap-opened' && type !== 'gap-closed') return;
    const number = event.phone_number || event.endpoint_user_id;
    if (type === 'change') this.#accounts.changed(event.account);
    else if (type === 'gap-opened') this.#accounts.gapOpened(event.account, number);
    else this.#accounts.gapClosed(event.account, number);
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
    // The lines are made when they are shown: a run has many more calls than a terminal has pictures.
    if (!this.#idle) this.#show(() => this.#lines().join('\n'));
  }

  /** The work as a whole, then each account with what it waits for, then the numbers without an address. */
  #lines(): string[] {
    const isChanging = this.#phase === 'address' || this.#phase === 'numbers';
    const elapsedMs = this.#session.io.clock.monotonicMs() - this.#beganMs;
    const parts = [PHASE_WORDS[this.#phase], ...countParts(this.#done, this.#total)];
    const accounts = isChanging ? this.#accounts.lines(this.#status === null) : [];
    if (isChanging) parts.push(this.#accounts.timeLeft());
    else if (elapsedMs > 0 && this.#done > 0) parts.push(`${rateText((this.#done * 1_000) / elapsedMs)}/s`);
    const gaps = this.#accounts.gapLine();
    // Beside its account where that has a line.
    const waiting =
      accounts.length > 0 || this.#waiting === null ? [] : [`  ${visibleSentence(this.#waiting)}`];
    return [parts.filter(Boolean).join('  '), ...accounts, ...waiting, ...(gaps === '' ? [] : [gaps])];
  }
}

/** `120/1000`, `12%`; what is done alone where no total is known. */
function countParts(done: number, total: number | null): string[] {
  if (total !== null && total > 0) return [`${done}/${total}`, `${Math.floor((done * 100) / total)}%`];
  return done > 0 ? [String(done)] : [];
}
