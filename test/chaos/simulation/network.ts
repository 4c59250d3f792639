import type { Clock, Random } from '../../../src/domain/clock.ts';
import type { HttpAnswer, HttpRequest } from '../../../src/http/transport.ts';
import { type Wire, WireFailure } from '../../../src/http/wire.ts';
import type { StandIn } from '../../../src/sandbox/stand-in.ts';

/** How often each thing goes wrong, as a share of all requests. */
interface NetworkConditions {
  readonly refused: number;
  readonly lostBefore: number;
  readonly lostAfter: number;
  readonly cutOff: number;
  readonly serverError: number;
  readonly serverErrorAfter: number;
  readonly throttled: number;
  /** The answer comes after the client has given up; the effect comes in time or up to `LATEST_MS` later. */
  readonly late: number;
}

export const NO_FAULTS: NetworkConditions = {
  refused: 0,
  lostBefore: 0,
  lostAfter: 0,
  cutOff: 0,
  serverError: 0,
  serverErrorAfter: 0,
  throttled: 0,
  late: 0,
};

/** Looks come one and two seconds after an answer is given up; an effect that comes still later is out of reach. */
const LATEST_MS = 1_700;
/** A process that died is resumed at once, or later; what it had sent arrives by then. */
const LATEST_AFTER_DEATH_MS = 9_000;

/** Network conditions in which about `share` of all requests go wrong, each in a way of its own. */
export function faulty(share: number): NetworkConditions {
  const each = share / 8;
  return {
    refused: each,
    lostBefore: each,
    lostAfter: each,
    cutOff: each,
    serverError: each,
    serverErrorAfter: each,
    throttled: each,
    late: each,
  };
}

/** An account that is lost in the middle: nobody answers any more, or every answer is that the credentials are wrong. */
export interface Outage {
  readonly fromRequest: number;
  readonly as: 'unreachable' | 'locked-out';
}

export interface Network {
  conditions: NetworkConditions;
  readonly wire: Wire;
  /** The process is dead and its connections are closed: what is still on its way arrives soon or has arrived. */
  readonly cut: () => void;
  /** How many requests met a fault so far. */
  readonly faults: () => number;
}

/** The way between an adapter and a stand-in without sockets: latencies and losses drawn from `random`, on virtual time. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: older than the limit
export function createNetwork(options: {
  readonly standIn: StandIn;
  readonly clock: Clock;
  /** The stand-in's own clock: what is on its way still arrives when the program has crashed. */
  readonly worldClock: Clock;
  readonly random: Random;
  /** Called at each point where a crash is worth trying. */
  readonly reach: (point: 'before-send' | 'after-effect' | 'receive') => void;
  readonly lost: Outage | null;
}): Network {
  const { standIn, clock, worldClock, random, reach, lost } = options;

  function commit(request: HttpRequest): HttpAnswer {
    const { pathname, searchParams, host } = request.url;
    const answer = standIn.answer(
      {
        method: request.method,
        path: pathname,
        query: searchParams,
        headers: { host, ...request.headers },
        body: request.body ?? '',
      },
      worldClock.monotonicMs(),
    );
    return { status: answer.status, headers: answer.headers ?? {}, text: answer.body, requestId: '' };
  }

  function failed(status: number, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
    return { status, headers, text: 'simulated', requestId: '' };
  }

  const onTheWay = new Set<() => void>();
  const arriveAfter = (ms: number, arrive: () => void): void => void worldClock.sleep(ms).then(arrive);
  let faults = 0;
  let requests = 0;
  const network: Network = {
    conditions: NO_FAULTS,
    cut: () => {
      for (const arrive of onTheWay) arriveAfter(random() * LATEST_AFTER_DEATH_MS, arrive);
    },
    faults: () => faults,
    async wire(request, { signal, timeoutMs }) {
      const { conditions } = network;
      let chance = random();
      const strikes = (share: number): boolean => {
        const isMissed = chance >= share;
        chance -= share;
        if (isMissed) return false;
        faults += 1;
        return true;
      };
      reach('before-send');
      const sleep = async (ms: number): Promise<void> => {
        await clock.sleep(ms, signal).catch((reason: unknown) => {
          // A cancelled request may have arrived; a crash is no matter of the network.
          if (!signal.aborted) throw reason;
          throw new WireFailure('unknown', 'cancelled on the way');
        });
      };
      const latencyMs = 5 + random() * random() * 400;
      await sleep(latencyMs / 2);
      requests += 1;
      if (lost && requests >= lost.fromRequest) {
        faults += 1;
        if (lost.as === 'locked-out') return failed(401);
        throw new WireFailure('not-sent', 'simulated outage');
      }
      if (strikes(conditions.refused)) throw new WireFailure('not-sent', 'simulated refusal');
      if (strikes(conditions.lostBefore)) throw new WireFailure('unknown', 'simulated loss of the request');
      if (strikes(conditions.serverError)) return failed(random() < 0.5 ? 500 : 503);
      if (strikes(conditions.throttled)) {
        return failed(429, random() < 0.5 ? {} : { 'retry-after': String(Math.floor(random() * 4)) });
      }
      if (strikes(conditions.late)) {
        const afterMs = timeoutMs - latencyMs / 2;
        const inTime = random() < 0.5;
        if (inTime) commit(request);
        else {
          const arrive = (): void => {
            if (onTheWay.delete(arrive)) commit(request);
          };
          onTheWay.add(arrive);
          arriveAfter(afterMs + random() * LATEST_MS, arrive);
        }
        await sleep(afterMs);
        throw new WireFailure('unknown', `no complete answer within ${timeoutMs} ms`);
      }
      const answer = commit(request);
      reach('after-effect');
      await sleep(latencyMs / 2);
      if (strikes(conditions.lostAfter)) throw new WireFailure('unknown', 'simulated loss of the answer');
      if (strikes(conditions.cutOff)) throw new WireFailure('unknown', 'the answer was cut off');
      if (strikes(conditions.serverErrorAfter)) return failed(502);
      reach('receive');
      return answer;
    },
  };
  return network;
}
