import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { AppError } from '../errors/app-error.ts';

/*
 * The only place that knows the XML package. By default it turns <Zip>02139</Zip> into 2139, one child into an object and
 * two into an array, and takes a truncated document, an HTML page or "" for an empty object. Here none of that happens.
 */

/** Text that is not the document that was expected, or content that XML cannot hold. */
export class XmlError extends AppError {}

/** Content of one element: text, or child elements by name. Elements named as lists are always arrays, others never. */
export type XmlValue = string | XmlElement | readonly XmlValue[];
export interface XmlElement {
  readonly [name: string]: XmlValue | undefined;
}

/** Deeper than any document of a provider. */
const MAX_DEPTH = 60;
const ELEMENT_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
/** What XML 1.0 cannot hold even escaped: control characters, lone halves of surrogate pairs, two noncharacters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: false,
  processEntities: true,
});

/**
 * Reads a whole, well-formed document. Every value is text exactly as written, entities resolved; attributes are dropped.
 * @param options.roots names the document may have; any when left out.
 * @param options.lists elements that are arrays even when there is one of them. An element that is not named here and
 * appears twice is refused, so that a list is never read as its last item.
 * @throws XmlError for a DOCTYPE, HTML, JSON, empty or truncated text, another root.
 */
export function readXml(
  text: string,
  options: { readonly roots?: readonly string[]; readonly lists: readonly string[] },
): { readonly root: string; readonly content: XmlElement } {
  const lists = new Set(options.lists);
  const document = parse(text, lists);
  const roots = Object.keys(document).filter((name) => !name.startsWith('?'));
  const root = roots[0];
  if (root === undefined || roots.length > 1) throw unexpected('it has no single root element');
  if (root.toLowerCase() === 'html') throw unexpected('it is an HTML page');
  if (options.roots !== undefined && !options.roots.includes(root)) {
    throw unexpected(`its root element is ${root.slice(0, 60)}, not ${options.roots.join(' or ')}`);
  }
  const content = plainValue(document[root], root, lists, 0);
  if (Array.isArray(content)) return { root, content: { [root]: content } };
  return { root, content: typeof content === 'string' ? textElement(content) : (content as XmlElement) };
}

function parse(text: string, lists: ReadonlySet<string>): Record<string, unknown> {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (/<!(?:DOCTYPE|ENTITY)/i.test(body)) throw unexpected('it declares a document type');
  const parser = new XMLParser({
    parseTagValue: false,
    ignoreAttributes: true,
    trimValues: false,
    htmlEntities: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    isArray: (name) => lists.has(name),
  });
  try {
    const valid = XMLValidator.validate(body);
    if (valid !== true) throw unexpected(`line ${valid.err.line}: ${valid.err.code}`);
    return parser.parse(body) as Record<string, unknown>;
  } catch (error) {
    throw error instanceof XmlError ? error : unexpected('it cannot be parsed', error);
  }
}

/** Into null-prototype objects, without the whitespace between child elements. */
function plainValue(value: unknown, name: string, lists: ReadonlySet<string>, depth: number): XmlValue {
  if (depth > MAX_DEPTH) throw unexpected('it is nested too deeply');
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    if (!lists.has(name)) throw unexpected(`the element ${name.slice(0, 60)} appears more than once`);
    return value.map((item) => plainValue(item, name, lists, depth + 1));
  }
  if (typeof value !== 'object' || value === null) return '';
  const element: Record<string, XmlValue> = Object.create(null);
  for (const [child, inner] of Object.entries(value)) {
    if (child === '#text') {
      if (typeof inner === 'string' && inner.trim() !== '') {
        throw unexpected(`the element ${name.slice(0, 60)} mixes text and elements`);
      }
      continue;
    }
    element[child] = plainValue(inner, child, lists, depth + 1);
  }
  return element;
}

function textElement(text: string): XmlElement {
  const element: Record<string, XmlValue> = Object.create(null);
  if (text.trim() !== '') element['#text'] = text;
  return element;
}

function unexpected(why: string, cause?: unknown): XmlError {
  return new XmlError(`The answer is not the XML document that was expected: ${why}.`, {
    code: 'XML_UNEXPECTED',
    hint: '',
    cause,
  });
}

/**
 * A document with a declaration. Names are written in the given order, undefined ones left out, `@name` as an attribute.
 * @throws XmlError for text that XML 1.0 cannot hold and for a name that is not an element name.
 */
export function buildXml(root: string, content: XmlElement): string {
  checkContent({ [root]: content }, root);
  const body: string = builder.build({ [root]: content });
  return `<?xml version="1.0" encoding="UTF-8"?>${body}`;
}

function checkContent(value: XmlValue | undefined, name: string): void {
  if (value === undefined) return;
  if (typeof value === 'string') {
    if (!FORBIDDEN.test(value)) return;
    throw new XmlError(`The text for ${name} holds a character that XML cannot carry.`, {
      code: 'XML_FORBIDDEN_CHARACTER',
      hint: 'Take control characters and broken symbols out of the cell.',
    });
  }
  if (Array.isArray(value)) {
    for (const item of value) checkContent(item, name);
    return;
  }
  for (const [child, inner] of Object.entries(value)) {
    if (!ELEMENT_NAME.test(child.replace(/^@/, ''))) {
      throw new XmlError(`${JSON.stringify(child)} is not an element name.`, { code: 'XML_NAME', hint: '' });
    }
    checkContent(inner, child);
  }
}
