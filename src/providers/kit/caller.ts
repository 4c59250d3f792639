import type { ZodType } from 'zod';
import type { Address } from '../../domain/address/address.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import { encodeForm, FORM_CONTENT_TYPE } from '../../http/form.ts';
import { readJson } from '../../http/json.ts';
import type { Call, HttpAnswer, HttpRequest, Transport } from '../../http/transport.ts';
import type { ErrorMakers } from './error-makers.ts';

/** One call of a carrier's API: a row of its adapter's table. */
export interface Operation<T> {
  readonly operation: string;
  readonly method: HttpRequest['method'];
  /** `{}` in it is the ID of what the call is about. */
  readonly path: string;
  /** The statuses of success, the documented one first. */
  readonly due: readonly number[];
  /** The body of a success; undefined, or an error, when it cannot be read. */
  readonly read: (answer: HttpAnswer) => T | undefined;
  /** A page of a list: one that cannot be read is an incomplete list. */
  readonly isList?: true;
  /** A POST that changes nothing and may be repeated. Whatever else is not a GET changes something. */
  readonly isRead?: true;
  /** What a refusal is, where it tells more than the carrier's refusals do in general. */
  readonly refusal?: (operation: string, answer: HttpAnswer) => ProviderError;
}

/** Whether a call changes something at the carrier. */
const changes = ({ method, isRead }: Operation<unknown>): boolean => method !== 'GET' && isRead !== true;

const CONFLICT = 409;

/** A read that failed. A conflict leaves the outcome of a change open; a read has none, and it is a plain no. */
function ofRead({ due }: Operation<unknown>, error: ProviderError): ProviderError {
  // Where a 409 is an answer like others (Bandwidth's check of an address), one that says nothing stays unknown.
  const isConflict = error.kind === 'unknown' && error.status === CONFLICT && !due.includes(CONFLICT);
  return error.with({
    isRead: true,
    ...(isConflict ? { kind: 'refused', hint: error.hint || 'Try the row again later.' } : {}),
  });
}

/** What goes along with one call. */
export interface Sent<Body> {
  readonly id?: string;
  readonly query?: Query;
  readonly body?: Body;
  /** The address that the call asks for: a refusal may suggest another. */
  readonly asked?: Address;
  /** The whole URL, where the carrier gives it: the next page of a list. */
  readonly url?: URL;
}

export type Query = Readonly<Record<string, string>>;

/** A readable answer and the ID of its request. */
export interface Answered<T> {
  readonly body: T;
  readonly requestId: string;
}

/** A body as it leaves, with its content type. */
interface Encoded {
  readonly type: string;
  readonly text: string;
}

/** `GET /v1/addresses/{}`: method and path of a call. */
type Line = `${HttpRequest['method']} ${string}`;

/** Makes the rows of a table of calls; `due` are the statuses of success of a row that names no others. */
export function rowsOfCalls(...due: readonly number[]) {
  return <T>(
    operation: string,
    line: Line,
    read: Operation<T>['read'],
    other: Partial<Operation<T>> = {},
  ): Operation<T> => {
    const at = line.indexOf(' ');
    const method = line.slice(0, at) as HttpRequest['method'];
    return { operation, method, path: line.slice(at + 1), due, read, ...other };
  };
}

/** What the calls of one API have in common. */
export interface Carrier<Body> {
  /** Adds the credentials. */
  readonly send: Transport['send'];
  readonly headers: Readonly<Record<string, string>>;
  /** The URL of a path, without its query. */
  readonly urlOf: (path: string) => string;
  readonly encode: (body: Body) => Encoded;
  readonly errors: Pick<ErrorMakers, 'unreadable' | 'incompleteList'>;
  readonly refusal: (operation: string, answer: HttpAnswer, asked?: Address) => ProviderError;
  /** Whether the carrier itself says that the thing is not there. */
  readonly isNotFound: (answer: HttpAnswer) => boolean;
  /** Whether an answer with a status of success says no in its body. */
  readonly saysNo?: (answer: HttpAnswer) => boolean;
}

/** A form's fields. */
export const asForm = (fields: Query): Encoded => ({ type: FORM_CONTENT_TYPE, text: encodeForm(fields) });
export const asJson = (body: unknown): Encoded => ({ type: 'application/json', text: JSON.stringify(body) });

/** Reads a JSON body. */
export function json<T>(schema: ZodType<T>) {
  return ({ text }: HttpAnswer): T | undefined => readJson(schema, text) ?? undefined;
}

/** For an answer whose status says all: what its body holds, if it has one, does not matter. */
export const noBody = (): null => null;

/** What is behind a status of success: a body, or why there is none. */
type Content<T> = { readonly body: T } | { readonly why: string; readonly cause?: unknown };

/** Reads what answers hold, each answer once, however often it is asked for. */
function createReader({ isNotFound, saysNo }: Pick<Carrier<never>, 'isNotFound' | 'saysNo'>) {
  const read = new WeakMap<HttpAnswer, Content<unknown>>();

  function contentOf<T>(of: Operation<T>, answer: HttpAnswer): Content<T> {
    if (!of.due.includes(answer.status)) return { why: `${of.due[0]} was due` };
    // An answer belongs to one call, and so to one way to read it.
    const known = read.get(answer) as Content<T> | undefined;
    if (known !== undefined) return known;
    let content: Content<T> = { why: 'its body cannot be read' };
    try {
      const body = of.read(answer);
      if (body !== undefined) content = { body };
    } catch (cause) {
      content = { ...content, cause };
    }
    read.set(answer, content);
    return content;
  }

  return {
    contentOf,
    /** Whether an answer says something: a body in its form, that there is nothing, or no. */
    isReadable: (of: Operation<unknown>, answer: HttpAnswer): boolean =>
      (answer.status >= 300 && !of.due.includes(answer.status)) ||
      isNotFound(answer) ||
      saysNo?.(answer) === true ||
      'body' in contentOf(of, answer),
  };
}

/** Sends the calls of a table and reads their answers: only a complete answer of an expected status is one. */
export function createCaller<Body>(carrier: Carrier<Body>) {
  const { unreadable, incompleteList } = carrier.errors;
  const { contentOf, isReadable } = createReader(carrier);

  /** The answer as it comes, whatever its status. */
  function ask(of: Operation<unknown>, sent: Sent<Body>, call: Call): Promise<HttpAnswer> {
    const { operation, method } = of;
    const query = sent.query === undefined ? '' : `?${encodeForm(sent.query)}`;
    const path = of.path.replace('{}', encodeURIComponent(sent.id ?? ''));
    const url = sent.url ?? new URL(`${carrier.urlOf(path)}${query}`);
    const effect = changes(of);
    const request = {
      ...{ operation, method, url, headers: carrier.headers, effect },
      isReadable: (answer: HttpAnswer) => isReadable(of, answer),
    };
    if (sent.body === undefined) return carrier.send(request, call);
    const { type, text } = carrier.encode(sent.body);
    const headers = { ...carrier.headers, 'content-type': type };
    return carrier.send({ ...request, headers, body: text }, call);
  }

  /** What an answer says. @throws ProviderError, and IncompleteListError for a list */
  function expect<T>(of: Operation<T>, answer: HttpAnswer, asked?: Address): Answered<T> {
    const isRefusal = answer.status >= 300 && !of.due.includes(answer.status);
    if (isRefusal || (of.due.includes(answer.status) && carrier.saysNo?.(answer))) {
      const said = of.refusal
        ? of.refusal(of.operation, answer)
        : carrier.refusal(of.operation, answer, asked);
      throw changes(of) ? said : ofRead(of, said);
    }
    const content = contentOf(of, answer);
    if ('body' in content) return { body: content.body, requestId: answer.requestId };
    if (of.isList && of.due.includes(answer.status)) {
      throw incompleteList(of.operation, 'a page cannot be read', content.cause);
    }
    const failed = unreadable(of.operation, answer, content.why, content.cause);
    throw changes(of) ? failed : ofRead(of, failed);
  }

  /** Null when the carrier says that there is none. */
  async function found<T>(of: Operation<T>, sent: Sent<Body>, call: Call): Promise<Answered<T> | null> {
    const answer = await ask(of, sent, call);
    return carrier.isNotFound(answer) ? null : expect(of, answer);
  }

  return {
    ask,
    expect,
    found,
    answered: async <T>(of: Operation<T>, sent: Sent<Body>, call: Call): Promise<Answered<T>> =>
      expect(of, await ask(of, sent, call), sent.asked),
    /** The body of what has this id; null when the carrier says that there is none. */
    shown: async <T>(of: Operation<T>, id: string, call: Call): Promise<T | null> =>
      (await found(of, { id }, call))?.body ?? null,
  };
}
