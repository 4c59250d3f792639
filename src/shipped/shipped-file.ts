import { existsSync } from 'node:fs';

/** The folder of `package.json`, whichever file of `src` or `dist` this code is in. */
const ROOT = rootAbove(new URL('.', import.meta.url));

/**
 * A file that comes with the program, such as `templates/`, `samples/places.csv`, or `dist/pages/report.html`.
 * @param place relative to the root of the package, with `/`; a folder ends in `/`
 * @throws Error when the program is not in a package
 */
export const shippedFile = (place: string): URL => new URL(place, ROOT);

function rootAbove(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const parent = new URL('..', folder);
  if (parent.href === folder.href) throw new Error('No package.json above the program');
  return rootAbove(parent);
}
