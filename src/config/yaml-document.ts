import { LineCounter, parseDocument } from 'yaml';

/** A file of YAML whose scalars all stay text as written. */
export function yamlDocument(text: string): {
  readonly document: ReturnType<typeof parseDocument>;
  readonly lines: LineCounter;
} {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', prettyErrors: false, lineCounter: lines });
  return { document, lines };
}
