import { onTestFinished } from 'vitest';
import { newDatabase } from './new-database.ts';

/** An empty database of the shared server, gone after the test. Returns its URL, for `--state` and for the journal. */
export async function testDatabase(server?: { readonly url: string }): Promise<string> {
  const { url, drop } = await newDatabase(server);
  onTestFinished(drop);
  return url;
}
