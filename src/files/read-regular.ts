import { readFileSync, statSync } from 'node:fs';

/**
 * The text of a file, and of nothing else: reading a named pipe would wait for its writer and could not be interrupted.
 * @throws Error with a system code; EINVAL for what is not a regular file
 */
export function readRegular(path: string, encoding: 'utf8' | 'latin1'): string {
  if (!statSync(path).isFile()) {
    throw Object.assign(new Error(`${path} is not a regular file`), { code: 'EINVAL' });
  }
  return readFileSync(path, encoding);
}
