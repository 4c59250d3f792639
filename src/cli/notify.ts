import { createHmac } from 'node:crypto';
import { baseUrlProblem } from '../config/base-url.ts';
import { withEnvFile } from '../config/env-file.ts';
import { isReference, resolveReference } from '../config/secret-reference.ts';
import { commandError } from '../errors/command-errors.ts';
import { systemCode } from '../errors/system-code.ts';
import { type Session, typedPath } from './session/session.ts';

/** Where a summary is posted, and the secret that signs it. */
export interface NotifyTarget {
  readonly url: string;
  readonly secret: string;
}

/** Whether a summary arrived; `problem` is empty when it did. */
export interface Notified {
  readonly delivered: boolean;
  readonly problem: string;
  readonly attempts: number;
}

const ATTEMPTS = 3;
const ATTEMPT_TIMEOUT_MS = 10_000;
const BETWEEN_MS = 1_000;

/**
 * The target of `--notify` and `--notify-secret`; null when none was typed. The secret is looked up here, before the first call.
 * @throws UsageError when the URL is neither https nor loopback, or the secret is missing, written out, or cannot be looked up.
 */
export async function notifyTarget(session: Session): Promise<NotifyTarget | null> {
  const { io, args, terminal } = session;
  const [url, reference] = [args.text('notify'), args.text('notify-secret')];
  if (url === undefined && reference === undefined) return null;
  if (url === undefined || reference === undefined) throw commandError('notifyPair');
  const problem = baseUrlProblem(url.replace(/\?[^#]*$/, ''));
  if (problem !== null) throw commandError('notifyUrl', { url: withoutQuery(url), problem });
  if (!isReference(reference)) throw commandError('notifySecretWritten');
  const onWarning = (message: string): void => terminal.alert(`warning: ${message}`);
  const envFile = args.text('env-file');
  const environment = await withEnvFile(
    io.environment,
    envFile === undefined ? undefined : typedPath(session, envFile),
    onWarning,
  );
  const found = await resolveReference('--notify-secret', reference, {
    folder: io.cwd,
    environment,
    onWarning,
  });
  if ('value' in found) return { url, secret: found.value };
  throw commandError('notifySecret', { problem: found.message, hint: found.hint });
}

/**
 * Posts a summary, signed: `X-E911-Signature: sha256=<HMAC-SHA256 of "<timestamp>.<body>">`. A receiver that is busy or does not
 * answer is asked three times in all; the same body may arrive twice, with the same `export_id`. Never throws.
 */
export async function postSummary(
  { url, secret }: NotifyTarget,
  summary: unknown,
  { io, stop }: Pick<Session, 'io' | 'stop'>,
): Promise<Notified> {
  const body = JSON.stringify(summary);
  let problem = '';
  for (let attempts = 1; ; attempts++) {
    const timestamp = String(Math.floor(io.clock.wallMs() / 1000));
    const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    let mayRepeat = true;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-e911-timestamp': timestamp,
          'x-e911-signature': `sha256=${signature}`,
        },
        // A redirect would take the body to a place that was not named.
        redirect: 'manual',
        signal: AbortSignal.any([stop, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]),
      });
      await answer.body?.cancel();
      if (answer.ok) return { delivered: true, problem: '', attempts };
      problem = `it answered ${answer.status}`;
      mayRepeat = answer.status === 429 || answer.status >= 500;
    } catch (caught) {
      problem = problemOf(caught);
    }
    if (!mayRepeat || attempts >= ATTEMPTS || stop.aborted) return { delivered: false, problem, attempts };
    await io.clock.sleep(BETWEEN_MS * attempts, stop).catch(() => undefined);
  }
}

/** A URL as it may be shown: its query may hold a token. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '').replace(/\/\/[^/@]*@/, '//');
}

function problemOf(caught: unknown): string {
  if (caught instanceof Error && caught.name === 'TimeoutError') {
    return `it did not answer within ${ATTEMPT_TIMEOUT_MS / 1000} s`;
  }
  const cause = caught instanceof Error ? caught.cause : undefined;
  return systemCode(cause) || 'it could not be reached';
}
