import { readXml, type XmlElement, XmlError, type XmlValue } from '../../http/xml.ts';

/*
 * The seed names its elements in camelCase, Bandwidth's own documents in PascalCase, and `orderId` is in one answer
 * where `OrderId` is in the next. So names are compared in lower case everywhere behind this file.
 */

/** Everything that may come more than once, in both spellings. Single documents of these names are roots and no lists. */
const REPEATED = [
  'endpoints',
  'endpoint',
  'locations',
  'location',
  'notificationRecipients',
  'notificationRecipient',
  'errorList',
  'errors',
  'error',
  'telephoneNumbers',
  'telephoneNumber',
  'e911Orders',
  'e911Order',
  'e911OrderSummary',
  'orderIdUserIdDate',
  'addresses',
];

function bothSpellings(names: readonly string[]): string[] {
  return names.flatMap((name) => [name, `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`]);
}

/**
 * Reads an answer; names come back in lower case.
 * @param options.roots allowed names of the root in any case; any when absent
 * @param options.lists names (camelCase) that are lists here; none when absent
 * @throws XmlError when it is not such a document, or has one name in two spellings
 */
export function readAnswer(
  text: string,
  options: { readonly roots?: readonly string[]; readonly lists?: readonly string[] } = {},
): XmlElement {
  const { root, content } = readXml(text, { lists: bothSpellings(options.lists ?? []) });
  const isExpected = options.roots?.some((name) => name.toLowerCase() === root.toLowerCase()) ?? true;
  if (!isExpected) {
    throw new XmlError(`The answer's root element is ${root.slice(0, 60)}.`, {
      code: 'XML_UNEXPECTED',
      hint: '',
    });
  }
  return foldElement(content);
}

/** Reads any document for the error in it; null when it is none. */
export function readErrorBody(text: string): XmlElement | null {
  try {
    return readAnswer(text, { lists: REPEATED });
  } catch {
    // A proxy's HTML page, JSON or nothing: it holds no error of Bandwidth's.
    return null;
  }
}

function foldElement(element: XmlElement): XmlElement {
  const folded: Record<string, XmlValue> = Object.create(null);
  for (const [name, value] of Object.entries(element)) {
    if (value === undefined) continue;
    const key = name.toLowerCase();
    if (key in folded) {
      throw new XmlError(`The element ${name.slice(0, 60)} appears in two spellings.`, {
        code: 'XML_UNEXPECTED',
        hint: '',
      });
    }
    folded[key] = foldValue(value);
  }
  return folded;
}

function foldValue(value: XmlValue): XmlValue {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item) => foldValue(item as XmlValue));
  return foldElement(value as XmlElement);
}

function elementsOf(value: XmlValue | undefined): readonly XmlElement[] {
  if (value === undefined) return [];
  const items = Array.isArray(value) ? (value as readonly XmlValue[]) : [value];
  return items.flatMap((item) => {
    if (typeof item !== 'string') return [item as XmlElement];
    if (item.trim() === '') return [];
    throw new XmlError('A list holds text where an item was expected.', { code: 'XML_UNEXPECTED', hint: '' });
  });
}

/**
 * The items of a list that is written as repeated plurals (`<endpoints>…</endpoints><endpoints>…`), wrapped
 * (`<Endpoints><Endpoint>…`), or as repeated singulars.
 * @throws XmlError when an item is not an element
 */
export function itemsOf(element: XmlElement, plural: string, singular: string): readonly XmlElement[] {
  const [many, one] = [plural.toLowerCase(), singular.toLowerCase()];
  const plurals = elementsOf(element[many]).flatMap((item) =>
    one in item ? elementsOf(item[one]) : Object.keys(item).length === 0 ? [] : [item],
  );
  return [...plurals, ...elementsOf(element[one])];
}

/** Text of a child, trimmed at both ends; empty when absent. The first of several names that has text wins. */
export function textOf(element: XmlElement | undefined, ...names: readonly string[]): string {
  for (const name of names) {
    const value = element?.[name.toLowerCase()];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return '';
}

/** How many items the carrier says that a list has; null when it does not say. */
export function totalCountOf(element: XmlElement): number | null {
  const total = textOf(element, 'totalCount');
  return /^\d+$/.test(total) ? Number(total) : null;
}

/** The first element or text of this name at any depth; undefined when there is none. */
export function findDeep(element: XmlElement, name: string): XmlValue | undefined {
  const wanted = name.toLowerCase();
  const queue: XmlValue[] = [element];
  for (let value = queue.shift(); value !== undefined; value = queue.shift()) {
    if (typeof value === 'string') continue;
    if (Array.isArray(value)) {
      queue.push(...(value as readonly XmlValue[]));
      continue;
    }
    const found = (value as XmlElement)[wanted];
    if (found !== undefined) return found;
    for (const inner of Object.values(value as XmlElement)) if (inner !== undefined) queue.push(inner);
  }
  return undefined;
}

/** Text of the first element of this name at any depth; empty when there is none. */
export function deepText(element: XmlElement, name: string): string {
  const found = findDeep(element, name);
  return typeof found === 'string' ? found.trim() : '';
}
