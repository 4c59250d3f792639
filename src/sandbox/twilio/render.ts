import { XMLBuilder } from 'fast-xml-parser';
import type { Answer } from './exchange.ts';
import type { TwilioRefusal } from './refusal.ts';

const builder = new XMLBuilder({ ignoreAttributes: false, suppressEmptyNode: true, processEntities: true });
const PROLOGUE = "<?xml version='1.0' encoding='UTF-8'?>\n";

function pascal(name: string): string {
  return name.replace(/(^|_)([a-z])/g, (_all, _mark, letter: string) => letter.toUpperCase());
}

function element(value: unknown): unknown {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(element);
  if (typeof value !== 'object') return String(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [pascal(name), element(inner)]));
}

/** A listing's page facts are attributes of the list element; `page_size` is written `pagesize` there. */
function listElement(value: Readonly<Record<string, unknown>>, item: string): unknown {
  const attributes: Record<string, unknown> = {};
  let items: unknown = [];
  let key = '';
  for (const [name, inner] of Object.entries(value)) {
    if (Array.isArray(inner)) {
      key = pascal(name);
      items = inner.map(element);
    } else {
      attributes[`@_${name.replaceAll('_', '')}`] = inner === null ? '' : String(inner);
    }
  }
  return { [key]: { ...attributes, [item]: items } };
}

function xml(content: unknown): string {
  return PROLOGUE + builder.build({ TwilioResponse: content });
}

/** The body of an answer in the form that the path asked for; empty for 204. */
export function renderAnswer(answer: Answer, form: 'json' | 'xml'): string {
  if (answer.value === null) return '';
  if (form === 'json') return JSON.stringify(answer.value);
  const isList = Object.hasOwn(answer.value, 'page_size');
  return xml(
    isList ? listElement(answer.value, answer.element) : { [answer.element]: element(answer.value) },
  );
}

/** The body of a refusal. */
export function renderRefusal(refusal: TwilioRefusal, form: 'json' | 'xml'): string {
  const { code, message, status } = refusal;
  const moreInfo = `https://www.twilio.com/docs/errors/${code}`;
  return form === 'json'
    ? JSON.stringify({ code, message, more_info: moreInfo, status })
    : xml({ RestException: { Code: code, Message: message, MoreInfo: moreInfo, Status: status } });
}
