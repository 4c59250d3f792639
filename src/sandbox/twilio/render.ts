import type { Answer } from './exchange.ts';
import type { TwilioRefusal } from './refusal.ts';

/** The body of an answer; empty for 204. */
export function renderAnswer(answer: Answer): string {
  return answer.value === null ? '' : JSON.stringify(answer.value);
}

/** The body of a refusal. */
export function renderRefusal({ code, message, status }: TwilioRefusal): string {
  return JSON.stringify({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}
