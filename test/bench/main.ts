import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse';
import { measureLongCells } from './cells.ts';
import { measurePace } from './pace.ts';

/*
 * Offline validation of 100,000 rows, as a ratio against csv-parse alone reading the same file in the same run, and its
 * peak memory beside that of 10,000 rows: memory must not grow with the sheet.
 */
const program = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'e911-bench-'));
const environment = { ...process.env, TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'bench' };

try {
  const small = await measure(10_000);
  const large = await measure(100_000);
  const growth = large.peakMb / small.peakMb;
  print(small);
  print(large);
  console.log(`peak memory, 100,000 rows against 10,000: ${growth.toFixed(2)} times`);
  const { ratio, slowestMs } = measureLongCells();
  console.log(
    `one character 100,000 times in any column: ${ratio.toFixed(2)} times the time of 50,000, the slowest cell ${slowestMs.toFixed(1)} ms`,
  );
  const { share, mostInASecond, limit } = await measurePace();
  console.log(
    `pace: ${(share * 100).toFixed(1)}% of ${limit} requests a second used, at most ${mostInASecond} in any second`,
  );
  process.exitCode = small.code === 0 && large.code === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Measured {
  readonly rows: number;
  readonly code: number | null;
  readonly seconds: number;
  readonly peakMb: number;
  readonly parserSeconds: number;
}

async function measure(rows: number): Promise<Measured> {
  const sheet = path.join(folder, `${rows}.csv`);
  await writeSheet(sheet, rows);
  const parserSeconds = await timed(async () => {
    let count = 0;
    for await (const _record of createReadStream(sheet).pipe(parse())) count++;
    if (count !== rows + 1) throw new Error(`csv-parse read ${count} records`);
  });
  const args = [
    '-e',
    `process.argv.splice(1, 0, ${JSON.stringify(program)});
     process.on('exit', () => require('node:fs').writeSync(2, 'PEAK ' + process.resourceUsage().maxRSS + '\\n'));
     import(${JSON.stringify(`file://${program}`)})`,
    'validate',
    sheet,
    '--state',
    path.join(folder, 'runs'),
    '--quiet',
  ];
  let code: number | null = null;
  let text = '';
  const seconds = await timed(async () => {
    const ended = spawnSync(process.execPath, args, { env: environment, encoding: 'utf8', cwd: folder });
    code = ended.status;
    text = ended.stderr;
  });
  const peakMb = Number(/PEAK (\d+)/.exec(text)?.[1] ?? Number.NaN) / 1024;
  return { rows, code, seconds, peakMb, parserSeconds };
}

function print({ rows, code, seconds, peakMb, parserSeconds }: Measured): void {
  const pace = Math.round(rows / seconds);
  console.log(
    `validate ${rows} rows: ${seconds.toFixed(1)} s (${pace} rows/s), ${(seconds / parserSeconds).toFixed(1)} times csv-parse alone, peak ${peakMb.toFixed(0)} MB, exit ${code}`,
  );
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}

async function writeSheet(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  out.write('phone_number,caller_name,street,unit,city,region,postal_code,country\n');
  for (let index = 0; index < rows; index++) {
    const number = `+1212${200 + Math.floor(index / 10_000)}${String(index % 10_000).padStart(4, '0')}`;
    const line = `${number},Office ${index % 500},645 Harrison St,Ste ${index % 900},San Francisco,CA,94105,US\n`;
    if (!out.write(line)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  }
  await new Promise<void>((resolve) => out.end(resolve));
}
