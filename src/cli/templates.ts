import { readdir, readFile } from 'node:fs/promises';
import { createSuggester, didYouMean } from '../domain/suggest.ts';
import { commandError } from '../errors/command-errors.ts';
import { shippedFile } from '../shipped/shipped-file.ts';

const TEMPLATE_DIR = shippedFile('templates/');

/** The names of the templates, sorted, without `.csv`. */
export async function templateNames(): Promise<string[]> {
  const files = await readdir(TEMPLATE_DIR);
  return files
    .filter((file) => file.endsWith('.csv'))
    .map((file) => file.slice(0, -'.csv'.length))
    .sort();
}

/** The text of a template. @throws UsageError TEMPLATE_UNKNOWN */
export async function templateText(name: string): Promise<string> {
  const names = await templateNames();
  if (!names.includes(name)) {
    const nearest = didYouMean(createSuggester(names)(name));
    throw commandError('templateUnknown', { name, meant: nearest });
  }
  return readFile(new URL(`${name}.csv`, TEMPLATE_DIR), 'utf8');
}
