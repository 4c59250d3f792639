import type { Clock, Random } from '../../../src/domain/clock.ts';
import type { HttpAnswer, HttpRequest } from '../../../src/http/transport.ts';
import { type Wire, WireFailure } from '../../../src/http/wire.ts';
import type { SandboxRequest } from '../../../src/sandbox/stand-in.ts';
import { LOCAL_DIGITS, type NotedRead } from '../evidence.ts';
import type { Carrier } from './carrier.ts';
import type { NetworkConditions } from './conditions.ts';

/** An account that fails in the middle: no answer at all, or every answer is that the credentials are wrong. */
export interface AccountFailure {
  readonly fromRequest: number;
  readonly as: 'unreachable' | 'unauthorized';
}

/** A list that shows only some of its items, with a total in accord with them. */
export interface LyingList {
  /** The list read from which on it lies, from 1. */
  readonly fromRead: number;
  readonly keep: number;
  /** How many list reads lie. */
  readonly times: number;
}

export interface Network {
  readonly wire: Wire;
  /** The process is dead and its connections are closed: what is still on its way arrives soon or has arrived. */
  readonly closeConnections: () => void;
  /** How many requests met a fault so far. */
  readonly faults: () => number;
}

interface NetworkOptions {
  readonly carrier: Carrier;
  readonly conditions: NetworkConditions;
  readonly clock: Clock;
  /** The carrier's own clock: what is on its way still arrives when the program has crashed. */
  readonly worldClock: Clock;
  readonly random: Random;
  /** Called at each point where a crash is worth trying. */
  readonly reach: (point: 'before-send' | 'after-effect' | 'receive') => void;
  readonly accountFailure: AccountFailure | null;
  readonly lyingList: LyingList | null;
  readonly noteRead: (read: NotedRead) => void;
}

function failed(status: number, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, headers, text: 'simulated', requestId: '' };
}

/** The way between an adapter and its carrier without sockets: latencies and losses drawn from `random`, on virtual time. */
export function createNetwork(options: NetworkOptions): Network {
  const { conditions, clock, worldClock, random, reach, accountFailure } = options;
  const commit = committer(options);
  const note = noting(options);
  const arrivals = createArrivals(worldClock, commit);
  let faults = 0;
  let requests = 0;

  const sleep = sleeper(clock);
  /** The answer is a 504 at once, or does not come until the client gives up; the effect comes before that, or later. */
  async function answerTooLate(
    request: HttpRequest,
    restMs: number,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const isGateway = random() < 0.5;
    if (!isGateway && random() < 0.5) commit(request);
    else arrivals.add(request, (isGateway ? 0 : restMs) + random() * conditions.lateUpToMs);
    if (isGateway) return failed(504);
    await sleep(restMs, signal);
    throw new WireFailure('unknown', 'no complete answer in time');
  }

  function failBeforeEffect(strikes: (share: number) => boolean): HttpAnswer | null {
    requests += 1;
    if (accountFailure && requests >= accountFailure.fromRequest) {
      faults += 1;
      if (accountFailure.as === 'unauthorized') return failed(401);
      throw new WireFailure('not-sent', 'simulated outage');
    }
    if (strikes(conditions.refused)) throw new WireFailure('not-sent', 'simulated refusal');
    if (strikes(conditions.lostBefore)) throw new WireFailure('unknown', 'simulated loss of the request');
    if (strikes(conditions.serverError)) return failed(random() < 0.5 ? 500 : 503);
    if (!strikes(conditions.throttled)) return null;
    return failed(429, random() < 0.5 ? {} : { 'retry-after': String(Math.floor(random() * 4)) });
  }

  return {
    closeConnections: () => arrivals.redraw(() => random() * conditions.lateAfterDeathUpToMs),
    faults: () => faults,
    wire: note(async (request, { signal, timeoutMs }, carriedOut) => {
      let chance = random();
      const strikes = (share: number): boolean => {
        const isMissed = chance >= share;
        chance -= share;
        if (isMissed) return false;
        faults += 1;
        return true;
      };
      reach('before-send');
      const latencyMs = 5 + random() * random() * 400;
      await sleep(latencyMs / 2, signal);
      const refused = failBeforeEffect(strikes);
      if (refused) return refused;
      if (strikes(conditions.late)) return answerTooLate(request, timeoutMs - latencyMs / 2, signal);
      const answer = commit(request);
      carriedOut();
      reach('after-effect');
      await sleep(latencyMs / 2, signal);
      if (strikes(conditions.lostAfter)) throw new WireFailure('unknown', 'simulated loss of the answer');
      if (strikes(conditions.cutOff)) throw new WireFailure('unknown', 'the answer was cut off');
      if (strikes(conditions.serverErrorAfter)) return failed(502);
      reach('receive');
      return answer;
    }),
  };
}

/** Notes each read, and what of it reached the program. */
function noting({ worldClock, noteRead }: NetworkOptions) {
  const nowMs = (): number => worldClock.monotonicMs();
  return (send: (...args: [...Parameters<Wire>, carriedOut: () => void]) => ReturnType<Wire>): Wire =>
    async (request, how) => {
      if (request.method !== 'GET') return send(request, how, () => undefined);
      let atMs = nowMs();
      let named: NotedRead['named'] = null;
      try {
        const answer = await send(request, how, () => {
          atMs = nowMs();
        });
        if (answer.status === 200) named = numbersIn(answer.text);
        return answer;
      } finally {
        noteRead({ atMs, path: `${request.url.pathname}${request.url.search}`, named });
      }
    };
}

function numbersIn(text: string): Set<string> {
  return new Set((text.match(/\d{10,}/g) ?? []).map((digits) => digits.slice(-LOCAL_DIGITS)));
}

/** Requests that arrive at the carrier although their answers were given up. */
function createArrivals(worldClock: Clock, commit: (request: HttpRequest) => void) {
  const onTheWay = new Set<() => void>();
  const arriveAfter = (ms: number, arrive: () => void): void => void worldClock.sleep(ms).then(arrive);
  return {
    add(request: HttpRequest, ms: number): void {
      const arrive = (): void => {
        if (onTheWay.delete(arrive)) commit(request);
      };
      onTheWay.add(arrive);
      arriveAfter(ms, arrive);
    },
    /** Lets each one arrive at a further time, too: the earlier of the two counts. */
    redraw(drawMs: () => number): void {
      for (const arrive of onTheWay) arriveAfter(drawMs(), arrive);
    },
  };
}

/** Waits as a request on its way does. */
function sleeper(clock: Clock): (ms: number, signal: AbortSignal) => Promise<void> {
  return (ms, signal) =>
    clock.sleep(ms, signal).catch((reason: unknown) => {
      // A canceled request may have arrived; a crash is no matter of the network.
      if (!signal.aborted) throw reason;
      throw new WireFailure('unknown', 'canceled on the way');
    });
}

/** Lets the carrier carry a request out, with the lists shortened that are to lie. */
function committer({ carrier, worldClock, lyingList }: NetworkOptions): (request: HttpRequest) => HttpAnswer {
  let listReads = 0;
  return (request) => {
    const { pathname, searchParams, host } = request.url;
    const asked: SandboxRequest = {
      method: request.method,
      path: pathname,
      query: searchParams,
      headers: { host, ...request.headers },
      body: request.body ?? '',
    };
    if (carrier.isList(asked)) listReads += 1;
    const behind = lyingList ? listReads - lyingList.fromRead : -1;
    const isLie = lyingList !== null && carrier.isList(asked) && behind >= 0 && behind < lyingList.times;
    const {
      status,
      headers = {},
      body,
    } = carrier.answer(asked, worldClock.monotonicMs(), isLie ? lyingList.keep : undefined);
    return { status, headers, text: body, requestId: '' };
  };
}
