import type { Io } from '../process/io.ts';

/** Of a terminal that does not tell its width. */
const DEFAULT_COLUMNS = 80;

/** How wide the terminal behind a stream is, in characters. */
export function columnsOf(stream: Io['stderr']): number {
  return 'columns' in stream && typeof stream.columns === 'number' && stream.columns > 0
    ? stream.columns
    : DEFAULT_COLUMNS;
}
