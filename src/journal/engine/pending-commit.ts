/** A commit that is to come. */
export interface PendingCommit {
  readonly durable: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/** A commit that nothing has made durable or failed yet. */
export function pendingCommit(): PendingCommit {
  let resolve: PendingCommit['resolve'] = () => undefined;
  let reject: PendingCommit['reject'] = () => undefined;
  const durable = new Promise<void>((onDurable, onFailure) => {
    resolve = onDurable;
    reject = onFailure;
  });
  // Whoever writes next hears of a failure too, so it need not be awaited to be heard.
  durable.catch(() => undefined);
  return { durable, resolve, reject };
}
