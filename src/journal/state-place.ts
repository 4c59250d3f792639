/** Where runs, locks, and history are kept: a folder of this machine, or a PostgreSQL that several machines share. */
export type StatePlace =
  | { readonly kind: 'folder'; readonly stateDir: string }
  /** `url` may hold a password: it is shown only through `placeName`. */
  | { readonly kind: 'postgres'; readonly url: string };
