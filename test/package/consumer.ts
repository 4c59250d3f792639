import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transform } from 'esbuild';

const run = promisify(execFile);
const HOUSE = fileURLToPath(new URL('../../', import.meta.url));
const TSC = path.join(HOUSE, 'node_modules/typescript/bin/tsc');

/** What must not be typed: each line is an error for tsc, or tsc says that it is none. */
const WRONG = `import { apply, exportNumbers, openWorkspace, type WorkEvent } from 'e911-bulk';
const opened = await openWorkspace();
// @ts-expect-error: the value is there only when it went well
opened.value;
if (opened.ok) {
  // @ts-expect-error: a setting that is not known
  apply(opened.value, { sheet: 'a.csv', limt: 1 });
  // @ts-expect-error: a sheet is needed
  apply(opened.value, {});
  // @ts-expect-error: an option of a run
  exportNumbers(opened.value, { maxReplace: '10%' });
}
const rowOf = (event: WorkEvent): number => {
  // @ts-expect-error: not every event has a row
  event.row;
  return event.type === 'row' ? event.row : 0;
};
rowOf({ type: 'warning', at: '', message: '' });
`;

/** The TypeScript block of docs/api.md. */
async function example(): Promise<string> {
  const text = await readFile(path.join(HOUSE, 'docs/api.md'), 'utf8');
  return /^```ts\n(.*?)^```$/ms.exec(text)?.[1] ?? '';
}

/**
 * Types and runs the example of docs/api.md as a program that has the package in its node_modules would.
 * @param folder whose `node_modules/e911-bulk` is the package
 * @returns what the example printed
 * @throws with tsc's words, or the example's, when either fails
 */
export async function tryExample(folder: string): Promise<string> {
  const types = path.join(folder, 'node_modules/@types');
  await mkdir(types, { recursive: true });
  await symlink(path.join(HOUSE, 'node_modules/@types/node'), path.join(types, 'node'));
  await symlink(
    path.join(HOUSE, 'node_modules/undici-types'),
    path.join(folder, 'node_modules/undici-types'),
  );
  const source = await example();
  const compilerOptions = {
    module: 'NodeNext',
    target: 'ES2023',
    strict: true,
    noEmit: true,
    types: ['node'],
  };
  const files = ['example.mts', 'wrong.mts'];
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  await writeFile(path.join(folder, 'example.mts'), source);
  await writeFile(path.join(folder, 'wrong.mts'), WRONG);
  await run(process.execPath, [TSC, '-p', folder]).catch((error: { stdout: string }) => {
    throw new Error(`The types of the package do not fit docs/api.md:\n${error.stdout}`);
  });
  const { code } = await transform(source, { loader: 'ts', format: 'esm' });
  await writeFile(path.join(folder, 'example.mjs'), code);
  const { stdout } = await run(process.execPath, ['example.mjs'], { cwd: folder });
  return stdout;
}
