/** A start tag: its name without prefix, and its attributes with theirs. */
interface XmlTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

// Neither looks further than the next `<`, and names are bounded: both stay linear on a part made to be slow.
const TAG = /<(?:[\w.-]{1,99}:)?([A-Za-z][\w.-]{0,99})((?:\s[^<>"']*(?:"[^"<]*"|'[^'<]*'))*)\s*\/?>/g;
const ATTRIBUTE = /([\w:.-]{1,99})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/g;
const ENTITY = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The start tags of a part of a workbook in which only attributes say something: names, relations, formats. */
export function* xmlTags(xml: string): Generator<XmlTag> {
  for (const [, name = '', attributes = ''] of xml.matchAll(TAG)) {
    yield { name, attributes: readAttributes(attributes) };
  }
}

/** The attributes of a start tag's inside. */
export function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    attributes.set(name, decodeEntities(double ?? single ?? ''));
  }
  return attributes;
}

/** A text of XML with its entities written out. */
export function decodeEntities(text: string): string {
  return text.replace(ENTITY, (whole: string, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const point = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
