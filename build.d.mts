/** Builds `dist` of a folder with `src`, `package.json`, and `node_modules`. */
export function buildProgram(root: string): Promise<void>;

/** Countries whose states or provinces are in the bundle. */
export const BUNDLED_STATES: readonly string[];
