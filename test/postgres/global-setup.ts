import { endSharedServer } from './server.ts';

/** vitest calls it before a run, and what it returns after it. */
export { endSharedServer as setup };
