import { commandError } from '../../errors/command-errors.ts';
import type { RowSource } from '../source/row-source.ts';
import { detectDelimiter, detectLineEnding, readSeparatorLine } from './delimiter.ts';
import { decodeHead, type FileFacts } from './encoding.ts';
import { readAhead } from './read-ahead.ts';
import { readRecords } from './read-records.ts';

/** A smaller file is read faster than a thread is started. */
const AHEAD_FROM_BYTES = 4 * 1024 * 1024;

/** How a text is cut into rows, where that is not found out. */
export interface CsvOptions {
  /** One character; found out when absent. */
  readonly delimiter?: string | undefined;
}

/**
 * Opens a text of separated cells; its delimiter is found out from its top.
 * @throws UsageError when the text is a web page or the delimiter cannot be one.
 */
export function openCsv(path: string, facts: FileFacts, options: CsvOptions): RowSource {
  const top = decodeHead(facts);
  requireNoMarkup(path, top);
  const separator = readSeparatorLine(top);
  const skipChars = separator?.chars ?? 0;
  const delimiter = options.delimiter ?? separator?.delimiter ?? detectDelimiter(top.slice(skipChars));
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw commandError('delimiterWrong', { delimiter });
  }
  const { encoding, bom } = facts;
  const csv = { path, facts, delimiter, skipChars };
  return {
    path,
    sha256: facts.sha256,
    detected: { format: 'csv', encoding, bom, delimiter, lineEnding: detectLineEnding(top), worksheet: '' },
    hasShortRows: false,
    records: () => readRecords(csv),
    ...(facts.bytes >= AHEAD_FROM_BYTES && { recordsAhead: () => readAhead(csv) }),
  };
}

/** Some portals call the table of a web page `.xls` or `.csv`. */
function requireNoMarkup(path: string, top: string): void {
  if (!/^\uFEFF?\s{0,200}<(?:!DOCTYPE|html|table|head|meta|\?xml|Workbook)\b/i.test(top)) return;
  throw commandError('webPage', { path });
}
