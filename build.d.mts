import type { Plugin } from 'esbuild';

/** Builds `dist` of a folder with `src`, `package.json`, and `node_modules`. */
export function buildProgram(root: string): Promise<void>;

/** Bundles the sources of `root` into `dist`, without pages, man page, types, and licenses; returns what is in the bundle. */
export function bundleProgram(
  root: string,
  dist: string,
  plugins?: readonly Plugin[],
): Promise<readonly string[]>;

/** Countries whose states or provinces are in the bundle. */
export const BUNDLED_STATES: readonly string[];
