import { expect, it, vi } from 'vitest';
import { faultCases, fullDisk, runFaultCase } from './faults.ts';
import { undisturbedEnd } from './kill-points.ts';
import { seededRandom } from './world/seeded-random.ts';

/** Much more than these take; a machine with other work to do is no failure. */
vi.setConfig({ testTimeout: 300_000 });

const SAMPLE = [
  'twilio: associate meets reset-after',
  'twilio: a change that is never answered',
  'twilio: a second run on the same account',
  'twilio: list-numbers comes to no end (repeat)',
  'twilio: the disk is full from journal write 20 on',
  'sinch: the token expires in the middle',
];

for (const world of ['twilio', 'sinch'] as const) {
  it(`${world}: comes through faults without a broken promise`, async () => {
    const after = await undisturbedEnd({ world, job: 'apply' });
    const cases = faultCases(world).filter(({ name }) => SAMPLE.includes(name));
    expect(cases.length).toBe(SAMPLE.filter((name) => name.startsWith(world)).length);
    const tried = await Promise.all(
      cases.map(async (each) => ({
        name: each.name,
        violations: await runFaultCase(each, after, seededRandom(1)),
      })),
    );
    for (const { name, violations } of tried) expect(violations, name).toEqual([]);
  });
}

it('is told when a fault does not do what it is for', async () => {
  const never = fullDisk('vonage', 10_000);
  const after = await undisturbedEnd({ world: 'vonage', job: 'apply' });
  const violations = await runFaultCase(never, after, seededRandom(1));
  expect(violations.map(({ invariant }) => invariant)).toEqual(['harness']);
});
