import { readFile, writeFile } from 'node:fs/promises';
import { withTables } from './readme-tables.ts';

// npm run tables: draws the tables of the README from the code.
const page = new URL('../../README.md', import.meta.url);
await writeFile(page, withTables(await readFile(page, 'utf8')));
