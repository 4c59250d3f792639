import { expect, it } from 'vitest';
import { nextText } from '../../../src/domain/next-command.ts';
import type { RunOptionTexts } from '../../../src/run/context/run-options.ts';
import { runOptionsSchema } from '../../../src/run/context/run-options.ts';
import { nextCommand } from '../../../src/run/ending/next-command.ts';

const RUN = '20261127-143015207-k3f9';
const PLANNED = { exitCode: 1, wouldApply: 3, needsReview: 2, files: [], lifts: [], stopsOnTheWay: false };

/** What can be typed after a plan, the first way first. */
async function ways(
  given: Partial<RunOptionTexts> = {},
  ended: Partial<Omit<typeof PLANNED, 'files'> & { files: { name: string }[] }> = {},
  isSandbox = false,
): Promise<string[]> {
  const texts = {
    command: 'plan' as const,
    input: 's.csv',
    state: { kind: 'folder' as const, stateDir: '/s' },
  };
  const options = runOptionsSchema.parse({ ...texts, ...given });
  const journal = { run: async () => ({ options: { ...texts, ...given } }) };
  const host = { isSandbox };
  const context = { runId: RUN, options, journal, host, accounts: new Map() } as unknown as Parameters<
    typeof nextCommand
  >[0];
  const found: string[] = [];
  let way = await nextCommand(context, 'out', { ...PLANNED, ...ended });
  for (; way; way = way.otherwise ?? null) {
    found.push(nextText({ ...way, args: [...way.args, ...(way.reading ?? [])] }));
  }
  return found;
}

it('leads to the review of a plan with rows to decide, and names what does without', async () => {
  const apply = 'leave the rows that need a decision as they are, then: e911 apply out/plan.json';
  expect(await ways()).toEqual([`e911 review ${RUN}`, apply]);
  expect(await ways({}, { files: [{ name: 'choices.csv' }], needsReview: 0 })).toEqual([
    `e911 review ${RUN}`,
    apply,
    'put an x into take beside the right address of each row in out/choices.csv, then: e911 plan s.csv --choices out/choices.csv',
  ]);
  expect(await ways({}, { wouldApply: 0 })).toEqual([
    `e911 review ${RUN}`,
    'fix the rows in out/retry.csv, then: e911 plan out/retry.csv',
  ]);
});

it('does not where there is no page to open: nothing to decide, a sandbox, a migration, a plan that was cut off', async () => {
  expect(await ways({}, { needsReview: 0 })).toEqual(['e911 apply out/plan.json']);
  expect(await ways({}, {}, true)).toEqual(['e911 apply out/plan.json']);
  expect(await ways({ migration: RUN })).toEqual(['e911 apply out/plan.json']);
  expect(await ways({}, { exitCode: 130 })).toEqual(['e911 plan s.csv']);
  expect(await ways({}, { exitCode: 143, needsReview: 0 })).toEqual(['e911 plan s.csv']);
});

it('reads the sheet of choices as it was read', async () => {
  const choices = { files: [{ name: 'choices.csv' }], needsReview: 0 };
  expect(await ways({ command: 'apply', worksheet: "Floor 2's" }, choices)).toEqual([
    "put an x into take beside the right address of each row in out/choices.csv, then: e911 apply s.csv --choices out/choices.csv --worksheet 'Floor 2'\\''s'",
  ]);
});

it('applies a plan that was signed, with the options of the run that was reviewed', async () => {
  const texts = {
    review: RUN,
    accept: 'formatting',
    maxReplace: '50%',
    maxGapMs: '45m',
    account: 'x',
    force: true,
  };
  const next = `e911 apply out/plan.json --accept formatting --max-replace 50% --force`;
  expect(await ways(texts as Partial<RunOptionTexts>, { needsReview: 0 })).toEqual([next]);
  expect(await ways(texts as Partial<RunOptionTexts>)).toEqual([next, `e911 review ${RUN}`]);
});
