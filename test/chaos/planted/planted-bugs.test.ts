import { expect, it, vi } from 'vitest';
import { sampleOf } from '../../e2e/support/sample-of.ts';
import { plant, runPlanted } from './plant.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';

/** Much more than these take; a machine with other work to do is no failure. */
vi.setConfig({ testTimeout: 300_000, maxConcurrency: 3 });

/** In `npm test`; `test:all` and `npm run test:chaos` plant all of them. */
const SAMPLE = [0, 3, 7, 9, 12];

for (const bug of sampleOf(PLANTED_BUGS, SAMPLE)) {
  it.concurrent(`notices when ${bug.name}`, async () => {
    const violations = await runPlanted(bug);
    expect(violations.map(({ invariant }) => invariant)).toContain(bug.caughtBy);
  });
}

it('refuses to plant what is not in the program', async () => {
  const edit = { file: 'run/calls/perform-call.ts', from: 'no such text', to: '' };
  await expect(plant([edit])).rejects.toThrow('0 times, not once');
});
