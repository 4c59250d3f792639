import { expect, it, vi } from 'vitest';
import { hasStrace } from '../power/strace.ts';
import { changeSheet } from '../world/sheet.ts';
import { failAt, measureDisk, pointsInGaps } from './disk-faults.ts';

/** Much more than these take; a machine with other work to do is no failure. */
vi.setConfig({ testTimeout: 300_000 });

it.skipIf(!hasStrace())(
  'keeps every promise when the disk is full while a number has no address',
  async () => {
    const measured = await measureDisk({ world: 'twilio', job: 'apply', sheet: changeSheet() });
    // Each third point is one of a full disk; the others are walked by npm run test:chaos.
    const point = pointsInGaps(measured).find((each) => each % 3 === 0) ?? 0;
    const { name, hasStruck, violations } = await failAt(measured, point);
    expect(violations, name).toEqual([]);
    expect(name).toContain('full at');
    expect(hasStruck, name).toBe(true);
  },
);
