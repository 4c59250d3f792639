import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { Refusal } from '../refusal.ts';
import { parseXml, writeXml, type XmlNode, type XmlOut } from '../xml.ts';

export const ACCOUNT_ID = '9900912';

/** Child elements by name, as they are written. */
export type Fields = { readonly [name: string]: XmlOut | undefined };

const HEADERS = { 'content-type': 'application/xml;charset=utf-8' };

export function xmlAnswer(status: number, root: string, content: Fields): SandboxResponse {
  return { status, headers: HEADERS, body: writeXml(root, content) };
}

/** An error in Bandwidth's own form, below the name of the answer that was asked for. */
export function refusalAnswer({ status, code, message }: Refusal, root: string): SandboxResponse {
  const ErrorCode = code === '' ? undefined : code;
  return xmlAnswer(status, root, { ResponseStatus: { ErrorCode, Description: message } });
}

/** The document of a request. @throws Refusal for another media type, another root, or something that is not XML. */
export function readBody(request: SandboxRequest, root: string): XmlNode {
  if (!/\bxml\b/.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(415, '1019', 'Bad request encountered. Content-Type must be application/xml.');
  }
  const node = parseXml(request.body);
  if (node === null || node.name !== root) {
    throw new Refusal(400, '1019', 'Bad request encountered. Please check your request and try again.');
  }
  return node;
}

export function childIn(node: XmlNode, name: string): XmlNode | undefined {
  return node.children.find((child) => child.name === name);
}

/** Text of the first child of this name, without the space around it; empty when there is none. */
export function textIn(node: XmlNode, name: string): string {
  return childIn(node, name)?.text.trim() ?? '';
}
