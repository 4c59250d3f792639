import { systemClock } from '../../src/cli/system-clock.ts';
import { type AccountTransport, createTransport } from '../../src/http/account-transport.ts';
import { createRedactor } from '../../src/http/redact.ts';
import { createWire } from '../../src/http/wire.ts';
import { startServer } from '../http/local-server.ts';

const LIMIT_PER_SECOND = 40;
const CALLS = 400;

/**
 * The share of an account's configured pace that its transport keeps while calls are due, as the server counts it, and the
 * most calls that came within any one second.
 */
export async function measurePace(): Promise<{ share: number; mostInASecond: number; limit: number }> {
  const server = await startServer((response) => setTimeout(() => response.end('{}'), 30));
  const made = createWire({ connections: 16, onConnected: (afterMs) => transport.connected(afterMs) });
  const transport: AccountTransport = createTransport({
    provider: 'twilio',
    account: 'hq',
    origins: [server.origin],
    limits: { requestsPerSecond: LIMIT_PER_SECOND, burst: 1, concurrency: 16 },
    wire: made.wire,
    clock: systemClock,
    random: Math.random,
    redactor: createRedactor([]),
  });
  const request = {
    method: 'GET',
    operation: 'fetch-account',
    headers: {},
    url: new URL(server.origin),
    effect: false,
  } as const;
  const call = { signal: new AbortController().signal, priority: 'read' } as const;
  try {
    await Promise.all(Array.from({ length: CALLS }, () => transport.send(request, call)));
    const { times } = server;
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    const within = (from: number): number => times.filter((at) => at >= from && at < from + 1000).length;
    return {
      share: (CALLS - 1) / seconds / LIMIT_PER_SECOND,
      mostInASecond: Math.max(...times.map(within)),
      limit: LIMIT_PER_SECOND,
    };
  } finally {
    await made.close();
    await server.close();
  }
}
