import { readFileSync, statSync } from 'node:fs';

/**
 * The text of a file, and of nothing else: reading a named pipe would wait for its writer and could not be interrupted.
 * @throws Error with a system code; EINVAL for what is not a regular file, EFBIG for one above `mostBytes`
 */
export function readRegular(
  path: string,
  encoding: 'utf8' | 'latin1',
  mostBytes = Number.POSITIVE_INFINITY,
): string {
  const present = statSync(path);
  if (!present.isFile()) {
    throw Object.assign(new Error(`${path} is not a regular file`), { code: 'EINVAL' });
  }
  if (present.size > mostBytes) {
    throw Object.assign(new Error(`${path} has ${present.size} bytes`), { code: 'EFBIG' });
  }
  return readFileSync(path, encoding);
}
