import { expect, it, vi } from 'vitest';
import { undisturbedRun } from './kill-points.ts';
import { PLANTED_BUGS, plant } from './planted-bugs.ts';
import { runTrial } from './trial.ts';

/** Much more than these take; a machine with other work to do is no failure. */
vi.setConfig({ testTimeout: 300_000, maxConcurrency: 3 });

for (const { name, edits, trial, caughtBy } of PLANTED_BUGS) {
  it.concurrent(`notices when ${name}`, async () => {
    const { program, remove } = await plant(edits);
    try {
      const undisturbed = trial.sheet ? null : (await undisturbedRun(trial.world)).after;
      const { violations } = await runTrial({ ...trial, undisturbed, program });
      expect(violations.map(({ invariant }) => invariant)).toContain(caughtBy);
    } finally {
      await remove();
    }
  });
}

it('refuses to plant what does not stand in the program', async () => {
  const edit = { file: 'run/calls/perform-call.js', from: 'no such text', to: '' };
  await expect(plant([edit])).rejects.toThrow('0 times, not once');
});
