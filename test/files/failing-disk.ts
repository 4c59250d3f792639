import { type Disk, systemDisk } from '../../src/files/disk.ts';

/** The operations of a disk that can fail for want of space or because the device is broken. */
const CAN_FAIL = ['open', 'write', 'sync', 'rename', 'syncFolder'] as const;

/** A disk that refuses its n-th operation (from 1), and each later one while `staysFull`. */
export function failingDisk(
  at: number,
  code: 'ENOSPC' | 'EIO',
  staysFull = false,
): Disk & { operations(): number } {
  let count = 0;
  const fail = (): void => {
    count += 1;
    if (count !== at && !(staysFull && count > at)) return;
    throw Object.assign(new Error(`${code}: simulated`), { code });
  };
  const disk: Disk & { operations(): number } = { ...systemDisk, operations: () => count };
  for (const name of CAN_FAIL) {
    const plain = systemDisk[name] as (...args: unknown[]) => unknown;
    Object.assign(disk, {
      [name]: (...args: unknown[]) => {
        fail();
        return plain(...args);
      },
    });
  }
  return disk;
}
