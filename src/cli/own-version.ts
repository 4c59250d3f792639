import { readFileSync } from 'node:fs';
import { shippedFile } from '../shipped/shipped-file.ts';

/** The version of this program: a package.json of the current folder belongs to another program. */
export function ownVersion(): string {
  const read: unknown = JSON.parse(readFileSync(shippedFile('package.json'), 'utf8'));
  return typeof read === 'object' && read !== null && 'version' in read ? String(read.version) : '';
}
