import type { SandboxRequest, SandboxResponse, StandIn } from '../../../src/sandbox/stand-in.ts';

/** What answers the requests of one account: its stand-in, which may be behind in its reads and may lie in a list. */
export interface Carrier {
  readonly standIn: StandIn;
  /** `keep`: a list shows only so many of its items, its totals in accord with them. */
  answer(request: SandboxRequest, nowMs: number, keep?: number): SandboxResponse;
  /** Whether the request reads a list that can be shortened. */
  isList(request: SandboxRequest): boolean;
}

interface Write {
  readonly request: SandboxRequest;
  readonly atMs: number;
}

/**
 * A carrier whose reads show what was so `lagMs` ago: they are answered by a copy of the stand-in that gets each write so
 * much later. `copy` has to be as fresh as the stand-in, so that both give the same ids to the same writes.
 */
export function createCarrier(standIn: StandIn, copy: StandIn | null, lagMs: number): Carrier {
  const readable = copy ?? standIn;
  const onTheWay: Write[] = [];
  const operationOf = (request: SandboxRequest): string => standIn.operationOf?.(request) ?? 'other';

  function catchUp(copyMs: number): void {
    for (let next = onTheWay[0]; next !== undefined && next.atMs <= copyMs; next = onTheWay[0]) {
      readable.answer(next.request, next.atMs);
      onTheWay.shift();
    }
  }

  function read(request: SandboxRequest, nowMs: number, keep: number | undefined): SandboxResponse {
    if (keep === undefined) return readable.answer(request, nowMs);
    const operation = operationOf(request);
    readable.controls?.setSwitches({ badLists: [{ operation, keep }] });
    const answer = readable.answer(request, nowMs);
    readable.controls?.setSwitches({ badLists: [] });
    return answer;
  }

  return {
    standIn,
    isList: (request) => request.method === 'GET' && /^(list-|find-orders)/.test(operationOf(request)),
    answer(request, nowMs, keep) {
      if (!copy) return read(request, nowMs, keep);
      const copyMs = Math.max(0, nowMs - lagMs);
      catchUp(copyMs);
      if (request.method === 'GET') return read(request, copyMs, keep);
      // A token is good at once: a carrier whose log-in lags behind could not be used at all.
      if (operationOf(request) === 'fetch-token') readable.answer(request, copyMs);
      else onTheWay.push({ request, atMs: nowMs });
      return standIn.answer(request, nowMs);
    },
  };
}
