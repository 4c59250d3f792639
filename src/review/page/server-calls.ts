import type {
  CheckAnswer,
  CheckBody,
  DecideAnswer,
  DecideBody,
  ReviewContent,
  ShownDecision,
  SignAnswer,
  Signed,
} from '../exchange.ts';

/** What the server refused, in its own words. */
export class Refused extends Error {}

/** Everything that the page shows at first. @throws Refused */
export const readContent = (): Promise<ReviewContent> => call('content');

/** What was decided since. @throws Refused */
export function readSince(
  seq: number,
): Promise<{ readonly decisions: readonly ShownDecision[]; readonly signed: Signed | null }> {
  return call(`since?seq=${seq}`);
}

/** Asks about an address. @throws Refused */
export const askAbout = (body: CheckBody): Promise<CheckAnswer> => call('check', body);

/** Sends a decision. @throws Refused */
export const sendDecision = (body: DecideBody): Promise<DecideAnswer> => call('decide', body);

/** Signs the review. @throws Refused */
export const sendSignature = (by: string, note: string): Promise<SignAnswer> => call('sign', { by, note });

async function call<T>(path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
  } catch {
    throw new Refused('e911 review is no longer running. What was decided is kept: type e911 review again.');
  }
  const answer = await response.json();
  if (!response.ok) throw new Refused([answer.message, answer.hint].filter(Boolean).join(' '));
  return answer;
}
