import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createSuggester, didYouMean } from '../../domain/suggest.ts';

/** ` Did you mean "…"?` with the file of the same folder whose name is nearest to one that is not there; empty for none. */
export function nearFile(missing: string): string {
  try {
    const near = createSuggester(readdirSync(path.dirname(missing)))(path.basename(missing));
    return didYouMean(near);
  } catch {
    return '';
  }
}
