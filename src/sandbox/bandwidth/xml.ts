/*
 * The sandbox's own reading and writing of XML, without the package and the code of the client that it answers: a stand-in
 * that shared its client's mistakes would never show them.
 */

/** One element as it was sent: its text when it has no children. */
export interface XmlNode {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlNode[];
}

/** Content of an element that is written: text, elements by name, or several of the same name. `undefined` is left out. */
export type XmlOut = string | readonly XmlOut[] | { readonly [name: string]: XmlOut | undefined };

const TOKEN =
  /<\/([\w.-]+)\s*>|<([A-Za-z_][\w.-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const PROLOG = /^(?:\ufeff)?(?:<\?xml[^>]*\?>)?\s*/;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The root element of a whole, well-formed document; null for anything else, a document type and a comment among it. */
export function parseXml(document: string): XmlNode | null {
  const text = document.replace(PROLOG, '');
  const root = { name: '', text: '', children: [] as XmlNode[] };
  const open: { name: string; text: string; children: XmlNode[] }[] = [root];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    const token = TOKEN.exec(text);
    const here = open.at(-1);
    if (token === null || here === undefined) return null;
    const [, ending, starting, , selfClosing, characters] = token;
    if (characters !== undefined) {
      const plain = withoutEntities(characters);
      if (plain === null || (open.length === 1 && plain.trim() !== '')) return null;
      here.text += plain;
    } else if (ending !== undefined) {
      if (here.name !== ending || open.length === 1) return null;
      open.pop();
    } else if (starting !== undefined) {
      const node = { name: starting, text: '', children: [] };
      here.children.push(node);
      if (selfClosing === '') open.push(node);
    }
  }
  const [only, ...more] = root.children;
  return open.length === 1 && more.length === 0 ? (only ?? null) : null;
}

function withoutEntities(text: string): string | null {
  let isKnown = true;
  const plain = text.replace(/&([^;\s]*);?/g, (whole, name: string) => {
    const code = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
    const point = code ? Number.parseInt(code[1] ?? code[2] ?? '', code[1] === undefined ? 10 : 16) : -1;
    const letter =
      ENTITIES[name] ?? (point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined);
    isKnown &&= letter !== undefined && whole.endsWith(';');
    return letter ?? '';
  });
  return isKnown ? plain : null;
}

/** A document with its declaration. */
export function writeXml(root: string, content: XmlOut): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${element(root, content)}`;
}

function element(name: string, content: XmlOut): string {
  if (typeof content === 'string') return `<${name}>${escaped(content)}</${name}>`;
  if (isMany(content)) return content.map((each) => element(name, each)).join('');
  const inner = Object.entries(content).map(([child, value]) =>
    value === undefined ? '' : element(child, value),
  );
  return `<${name}>${inner.join('')}</${name}>`;
}

function isMany(content: XmlOut): content is readonly XmlOut[] {
  return Array.isArray(content);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
