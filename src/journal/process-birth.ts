import { readFileSync } from 'node:fs';
import { isAlive } from './account-lock.ts';

/**
 * When a process began, in a text that no other process of this machine ever has: the id of the boot and the start in clock
 * ticks since. Null when no such process lives; a zombie has ended. Empty where the system does not tell (no /proc).
 */
export function processBirth(pid: number): string | null {
  const boot = textOf('/proc/sys/kernel/random/boot_id');
  if (boot === null) return isAlive(pid) ? '' : null;
  // The name of the program, in parentheses, may hold anything. Source: proc(5), fields 3 and 22 of /proc/PID/stat.
  const stat = textOf(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state = 'X'] = fields;
  return state === 'Z' || state === 'X' ? null : `${boot.trim()}/${fields[19] ?? ''}`;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not there, or not ours to read: the caller takes it for a process that is gone, or a system without /proc.
    return null;
  }
}
