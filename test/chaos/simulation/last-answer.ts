import type { Wire } from '../../../src/http/wire.ts';

/** A wire that knows which of its requests were given up. */
interface NotedWire {
  readonly wire: Wire;
  /** Whether some request has ended without an answer of the carrier and was not sent again. */
  readonly hasFailed: () => boolean;
}

export function noteLastAnswer(wire: Wire): NotedWire {
  const failed = new Set<string>();
  return {
    hasFailed: () => failed.size > 0,
    wire: async (request, options) => {
      const asked = `${request.method} ${request.url.href} ${request.body ?? ''}`;
      failed.delete(asked);
      try {
        const answer = await wire(request, options);
        if (answer.status >= 500) failed.add(asked);
        return answer;
      } catch (error) {
        failed.add(asked);
        throw error;
      }
    },
  };
}
