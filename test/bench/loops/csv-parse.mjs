// Reads a sheet into arrays with csv-parse and keeps none of them: node csv-parse.mjs SHEET ROWS
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

const [, , sheet, rows] = process.argv;
let count = 0;
for await (const _record of createReadStream(sheet).pipe(parse())) count += 1;
if (count !== Number(rows) + 1) throw new Error(`csv-parse read ${count} records`);
