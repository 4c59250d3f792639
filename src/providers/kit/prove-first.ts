import type { Call, HttpAnswer, Transport } from '../../http/transport.ts';

/**
 * Wrong credentials cost one call per account, not as many as are in flight: carriers lock users out. Until the first
 * answer one request is on its way and the others wait. When that answer is a 401, every later request gets the same
 * answer without being sent. A call that ends without an answer says nothing about the credentials and holds up no other.
 * Source of the lock-outs: Bandwidth and Twilio lock a user after repeated failed log-ins.
 */
export function proveFirst(transport: Transport): Transport {
  let isOpen = false;
  let refused: HttpAnswer | null = null;
  let probe: Promise<void> | null = null;

  async function send(request: Parameters<Transport['send']>[0], call: Call): Promise<HttpAnswer> {
    if (probe !== null) await orAborted(probe, call.signal);
    if (refused !== null) return refused;
    if (isOpen || call.signal.aborted) return await transport.send(request, call);
    const sent = transport.send(request, call);
    probe = sent.then(
      (answer) => {
        if (answer.status === 401) refused = answer;
        else isOpen = true;
      },
      () => {
        isOpen = true;
      },
    );
    return await sent;
  }
  return { send };
}

/** The transport itself says what a canceled call is, so here it only ends the wait. */
async function orAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  let stop = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([promise, aborted]);
  signal.removeEventListener('abort', stop);
}
