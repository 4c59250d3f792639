import { z } from 'zod';

/** A base URL that is a host alone: what is below it is fixed, and a pasted endpoint would be asked for twice. */
export function hostUrl(usual: string) {
  const hasNoPath = (text: string): boolean => !URL.canParse(text) || /^\/*$/.test(new URL(text).pathname);
  return z.url().refine(hasNoPath, `must be the host without a path, such as ${usual}`).default(usual);
}
