import { TextDecoder } from 'node:util';
import { refuseWorkbook } from './refuse-workbook.ts';
import { requireNoDoctype } from './workbook-parts.ts';
import { decodeEntities, readAttributes } from './xml-tags.ts';
import { tooLarge } from './zip-file.ts';

/** A start tag, an end tag, or both in one, with the text right behind it. */
export interface OdsTag {
  readonly kind: 'start' | 'end' | 'empty';
  /** With its prefix: `table:table-row`. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Longest piece from one tag to the next, characters; a cell of a spreadsheet program has at most some ten thousand. */
const MAX_PIECE_CHARS = 4 * 1024 * 1024;
const NAME = '[A-Za-z][\\w.:-]{0,99}';
/** A tag and the text behind it. Nothing in it looks further than the next `<`, which keeps it linear. */
const TAG = new RegExp(
  `<(/?)(${NAME})((?:\\s+${NAME}\\s{0,9}=\\s{0,9}(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>([^<]*)`,
  'y',
);
const DECLARATION = /^\uFEFF?\s*<\?xml[^<>]*\?>\s*/;

/**
 * The tags of an OpenDocument part, as many at a time as one piece of it holds. What is not a tag of the plain form that
 * spreadsheet programs write (a comment, CDATA, a broken tag) is refused: two readers could read it differently.
 * @throws UsageError
 */
export async function* odsTags(
  path: string,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<readonly OdsTag[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  let isFirst = true;
  for await (const chunk of chunks) {
    rest += decode(path, decoder, chunk);
    if (isFirst && rest.length < 200) continue;
    if (isFirst) rest = rest.replace(DECLARATION, '');
    isFirst = false;
    // The last tag and its text may continue in the next piece.
    const cut = rest.lastIndexOf('<');
    if (cut > 0) {
      yield tagsOf(path, rest.slice(0, cut));
      rest = rest.slice(cut);
    }
    if (rest.length > MAX_PIECE_CHARS) throw tooLarge(path, 'a cell of it has more than 4 MB');
  }
  yield tagsOf(path, (isFirst ? rest.replace(DECLARATION, '') : rest) + decode(path, decoder));
}

function decode(path: string, decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (cause) {
    throw refuseWorkbook(path, 'SHEET_WORKBOOK_DAMAGED', { detail: 'content.xml is not in UTF-8', cause });
  }
}

function tagsOf(path: string, xml: string): OdsTag[] {
  requireNoDoctype(path, xml);
  const tags: OdsTag[] = [];
  TAG.lastIndex = 0;
  while (TAG.lastIndex < xml.length) {
    const at = TAG.lastIndex;
    const [, slash, name = '', attributes = '', empty, text = ''] = TAG.exec(xml) ?? [];
    if (name === '') {
      const detail = `content.xml holds ${JSON.stringify(xml.slice(at, at + 30))}`;
      throw refuseWorkbook(path, 'SHEET_WORKBOOK_DAMAGED', { detail });
    }
    const kind = slash === '/' ? 'end' : empty === '/' ? 'empty' : 'start';
    tags.push({ kind, name, attributes: readAttributes(attributes), text: decodeEntities(text) });
  }
  return tags;
}
