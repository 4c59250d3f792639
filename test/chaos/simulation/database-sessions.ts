import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

/** The sessions that one process run of the program has with a PostgreSQL server. */
export interface DatabaseSessions {
  /** Does the work as this process run: every session that is opened in it is one of its own. */
  within<T>(work: () => Promise<T>): Promise<T>;
  /** The process is dead: each line is cut as it is, nothing more is sent, and no new session is opened. */
  cut(): void;
}

/** For a journal in a folder. */
export const NO_SESSIONS: DatabaseSessions = { within: (work) => work(), cut: () => undefined };

/** What a process run has to say to its sessions. */
interface SessionEvents {
  readonly reach: (point: 'before-write' | 'sent-write' | 'after-write') => void;
  /** The time that a commit takes, on virtual time: calls that do not wait for it overtake it. */
  readonly commitTakes: () => Promise<void>;
}

interface Life extends SessionEvents {
  readonly clients: Set<pg.Client>;
  /** For each session, what has to be sent before the next statement is: statements keep their order. */
  readonly queues: WeakMap<pg.Client, Promise<unknown>>;
  /** Sessions whose next statement is the commit behind the look at the leases. */
  readonly locking: WeakSet<pg.Client>;
  isOver: boolean;
}

const lives = new AsyncLocalStorage<Life>();
/** What was asked of a server and is not answered. */
const asked = new Set<Promise<unknown>>();

/** Resolves once every server has answered what it was asked; time that is not real must not pass before. */
export async function untilAnswered(): Promise<void> {
  while (asked.size > 0) await Promise.allSettled(asked);
}

/** Whether a server has something to answer. */
export const isAnswerDue = (): boolean => asked.size > 0;

/**
 * Sessions whose commits are points of the process run: before one is sent, while it is on its way, and when its answer is there.
 * What a cut line had taken may be carried out or not, as with a process that is killed.
 */
export function databaseSessions(events: SessionEvents): DatabaseSessions {
  watchClients();
  const life: Life = {
    ...events,
    clients: new Set(),
    queues: new WeakMap(),
    locking: new WeakSet(),
    isOver: false,
  };
  return {
    within: (work) => lives.run(life, work),
    cut: () => {
      life.isOver = true;
      for (const client of life.clients) streamOf(client).destroy();
    },
  };
}

let isWatching = false;

/** Replaces what a client of the driver does; outside of a process run it stays as it is. */
function watchClients(): void {
  if (isWatching) return;
  isWatching = true;
  const { connect, query, end } = pg.Client.prototype as unknown as Record<
    'connect' | 'query' | 'end',
    Plain
  >;
  const watched = {
    connect: inLife(connect, (client, life, args) => {
      refuseTheDead(life);
      life.clients.add(client);
      return counted(connect.apply(client, args));
    }),
    query: inLife(query, (client, life, given) => {
      const args = given.map(withoutIdleLimit);
      const sent = (life.queues.get(client) ?? Promise.resolve()).then(async () => {
        refuseTheDead(life);
        const text = textOf(args[0]);
        if (!LAST.test(text)) return { answer: counted(query.apply(client, args)) };
        if (!life.locking.delete(client)) {
          life.reach('before-write');
          await life.commitTakes();
        }
        if (text !== 'COMMIT') {
          // Sent together with the commit behind it: no time passes while the server holds the rows of the leases.
          life.locking.add(client);
          return { answer: counted(query.apply(client, args)) };
        }
        const answer = counted(query.apply(client, args));
        life.reach('sent-write');
        return { answer: answered(answer, life) };
      });
      life.queues.set(
        client,
        sent.catch(() => undefined),
      );
      return sent.then(({ answer }) => answer);
    }),
    end: inLife(end, async (client, life, args) => {
      life.clients.delete(client);
      await life.queues.get(client);
      return life.isOver ? undefined : counted(end.apply(client, args));
    }),
  };
  Object.assign(pg.Client.prototype, watched);
}

async function answered(commit: Promise<unknown>, life: Life): Promise<unknown> {
  const answer = await commit;
  life.reach('after-write');
  return answer;
}

type Plain = (this: pg.Client, ...args: unknown[]) => Promise<unknown>;
type Watched = (client: pg.Client, life: Life, args: unknown[]) => Promise<unknown>;

/** Does `watched` in a process run, and `plain` elsewhere. */
function inLife(plain: Plain, watched: Watched): Plain {
  return async function (...args) {
    const life = lives.getStore();
    return life === undefined ? plain.apply(this, args) : watched(this, life, args);
  };
}

/** What a server is asked from now on until it has answered. */
function counted<T>(answer: Promise<T>): Promise<T> {
  asked.add(answer);
  const isAnswered = (): void => void asked.delete(answer);
  answer.then(isAnswered, isAnswered);
  return answer;
}

function refuseTheDead({ isOver }: Life): void {
  if (isOver) throw new Error('the process is dead');
}

/** What ends a transaction: the look at its leases, if there are any, and the commit. */
const LAST = /^COMMIT$|^SELECT require_leases/;

/** Of a statement, or of an object with its text. */
function textOf(statement: unknown): string {
  const isObject = typeof statement === 'object' && statement !== null && 'text' in statement;
  return String(isObject ? statement.text : statement);
}

const IDLE_LIMIT = /('idle_in_transaction_session_timeout', )'\d+s'/;

/** Real time says nothing of a simulated process: on a busy machine it may stop in a transaction for longer than a session may. */
function withoutIdleLimit(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('text' in given)) return given;
  return { ...given, text: String(given.text).replace(IDLE_LIMIT, "$1'0'") };
}

/** The driver's socket; its types do not name it. */
function streamOf(client: pg.Client): { destroy(): void } {
  return (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
}
