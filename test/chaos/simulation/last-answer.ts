import type { Wire } from '../../../src/http/wire.ts';

/** A wire that knows how its last request ended. */
interface NotedWire {
  readonly wire: Wire;
  /** Whether the last request has ended without an answer of the carrier, and none is under way. */
  readonly hasFailed: () => boolean;
}

export function noteLastAnswer(wire: Wire): NotedWire {
  let underWay = 0;
  let isFailed = false;
  return {
    hasFailed: () => isFailed && underWay === 0,
    wire: async (request, options) => {
      underWay += 1;
      isFailed = true;
      try {
        const answer = await wire(request, options);
        isFailed = answer.status >= 500;
        return answer;
      } finally {
        underWay -= 1;
      }
    },
  };
}
