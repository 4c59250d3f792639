/** One HTTP request as an adapter writes it. */
export interface HttpRequest {
  /** Name of the call for the journal and the summary: `create-address`. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute; its origin must be one of the account's own. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Value of the `authorization` header at the moment the request leaves, in place of the one in `headers`: an access
   * token may have been renewed while the request waited for its turn.
   */
  readonly authorization?: (() => string) | undefined;
  readonly body?: string | undefined;
  /**
   * Whether it changes something at the provider. An effect is sent once, after the journal has its intent; anything
   * else may be repeated by the transport.
   */
  readonly effect: boolean;
  /**
   * Whether an answer is one, for its adapter: a body that is cut off or of another form is none. What changes nothing is
   * sent again then; the last answer is returned whatever it is.
   */
  readonly isReadable?: ((answer: HttpAnswer) => boolean) | undefined;
}

/** A complete answer of any status but a redirect, its body read to the end as text. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly requestId: string;
}

/** Finishing what is begun goes before reading, reading before starting something new. */
export type Priority = 'finish' | 'read' | 'start';

/** What goes along with a call: cancellation, priority, and the journal's word before a changing request leaves. */
export interface Call {
  readonly signal: AbortSignal;
  readonly priority: Priority;
  /**
   * Called, and waited for, when a changing request has its turn and before it is sent: the request leaves only when its
   * intent is durable. An effect without it is an internal error.
   */
  readonly beforeSend?: (() => Promise<void>) | undefined;
  /** Of a list: how many items the account held when it was last listed. A list that goes far beyond that has no end. */
  readonly held?: number | undefined;
}

/** Sends requests of one account at its pace. */
export interface Transport {
  /**
   * @throws ProviderError `not-sent` when nothing left this machine, `unknown` when it may have (timeout, reset, cut-off
   * body, redirect). Statuses are not judged here: an adapter's errors.ts does.
   */
  send(request: HttpRequest, call: Call): Promise<HttpAnswer>;
}
