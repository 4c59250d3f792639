import { z } from 'zod';
import type { Faults } from './faults.ts';
import type { SandboxRequest, SandboxResponse, StandIn } from './stand-in.ts';

/** Everything under this path belongs to the sandbox itself; no carrier has it. */
export const CONTROL_PREFIX = '/__sandbox/';

/** One request as the sandbox's log keeps it; times in monotonic milliseconds of the sandbox's clock. */
export interface RequestRecord {
  readonly atMs: number;
  readonly endedAtMs: number;
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  /** Status answered; 0 when the connection was reset or left hanging. */
  readonly status: number;
  /** The fault that struck it; empty when none. */
  readonly fault: string;
  readonly inFlight: number;
}

const numbersSchema = z.array(z.string().regex(/^\+[1-9]\d{6,14}$/, 'is not + and digits'));

function json(status: number, value: unknown): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(value)}\n` };
}

/**
 * Answers the sandbox's own paths: `GET/POST faults`, `GET effects`, `GET state`, `GET requests`, `GET/POST switches`,
 * `POST numbers`. No credentials: the server listens on loopback only.
 */
export function answerControl(
  request: SandboxRequest,
  nowMs: number,
  parts: { standIn: StandIn; faults: Faults; requests: readonly RequestRecord[] },
): SandboxResponse {
  const { standIn, faults, requests } = parts;
  const name = request.path.slice(CONTROL_PREFIX.length);
  const asked = `${request.method} ${name}`;
  try {
    switch (asked) {
      case 'GET effects':
        return json(200, standIn.effects);
      case 'GET requests':
        return json(200, requests);
      case 'GET faults':
        return json(200, faults.list());
      case 'POST faults':
        faults.set(JSON.parse(request.body));
        return json(200, faults.list());
      case 'GET state':
        return json(200, standIn.controls?.state(nowMs) ?? {});
      case 'GET switches':
        return json(200, standIn.controls?.switches() ?? {});
      case 'POST switches':
        standIn.controls?.setSwitches(JSON.parse(request.body));
        return json(200, standIn.controls?.switches() ?? {});
      case 'POST numbers': {
        const numbers = numbersSchema.parse(JSON.parse(request.body));
        standIn.controls?.addNumbers(numbers);
        return json(200, { added: numbers.length });
      }
      default:
        return json(404, { error: `The sandbox has no ${asked}.` });
    }
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}
