/** Builds `dist` of a folder with `src`, `package.json`, and `node_modules`. */
export function buildProgram(root: string): Promise<void>;
