import { expect, it } from 'vitest';
import type { RunRecord } from '../../../src/journal/records.ts';
import { unknownRun } from '../../../src/run/context/unknown-run.ts';

const KNOWN = ['20261127-185943455-72pc', '20261127-185944948-u353', '20261126-090000000-aaaa'];
const journal = { runs: async () => KNOWN.map((runId) => ({ runId }) as RunRecord) };

it.each([
  [
    '20261127-185943455-72pd',
    'The journal has no run "20261127-185943455-72pd". Did you mean "20261127-185943455-72pc"?',
  ],
  ['u353', '"u353" is not the ID of a run. Did you mean "20261127-185944948-u353"?'],
  ['20261126', '"20261126" is not the ID of a run. Did you mean "20261126-090000000-aaaa"?'],
  // Two runs of that day.
  ['20261127', '"20261127" is not the ID of a run.'],
  ['nosuch', '"nosuch" is not the ID of a run.'],
])('%s', async (typed, message) => {
  expect(await unknownRun(typed, journal)).toMatchObject({ code: 'RUN_UNKNOWN', message });
});
