import type { CheckAnswer, DecideAnswer, ReviewContent, SignAnswer } from '../../../src/review/exchange.ts';

/** A page of a review, asked as a browser would ask it. */
export interface ReviewPage {
  readonly url: string;
  post(name: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  content(): Promise<ReviewContent>;
  /** Decides the row at a position as kim does, having seen what the page shows now. */
  decide(position: number, verdict: string, more?: Record<string, unknown>): Promise<DecideAnswer>;
  check(position: number, address: object): Promise<CheckAnswer>;
  sign(by: string, note?: string): Promise<SignAnswer>;
}

const URL_SAID = /http:\/\/\S+\//;

/** The address of the page in what `e911 review` has said so far; undefined when it is not there yet. */
export const pageUrlIn = (said: string): string | undefined => URL_SAID.exec(said)?.[0];

export function pageAt(url: string): ReviewPage {
  const { origin } = new URL(url);
  const post: ReviewPage['post'] = (name, body, headers = {}) =>
    fetch(url + name, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, ...headers },
      body: JSON.stringify(body),
    });
  const content = async (): Promise<ReviewContent> => (await fetch(`${url}content`)).json();
  return {
    url,
    post,
    content,
    decide: async (position, verdict, more = {}) => {
      const seen = (await content()).decisions.find((each) => each.position === position)?.seq ?? 0;
      const body = { verdict, rows: [{ position, seen }], by: 'kim', ...more };
      return (await post('decide', body)).json();
    },
    check: async (position, address) => (await post('check', { position, address })).json(),
    sign: async (by, note = '') => (await post('sign', { by, note })).json(),
  };
}
