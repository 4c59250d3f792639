import { readFileSync } from 'node:fs';
import { systemCode } from '../errors/system-code.ts';

/**
 * When a process began, in a text that no other process of this machine ever has: the ID of the boot and the start in clock
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

/**
 * Whether the process that noted its number and birth lives still. The system gives a number to another process once the
 * first has ended, so the births are compared too; where one is not known, the number alone has to do.
 */
export function isSameProcess(noted: { readonly pid: number; readonly birth: string }): boolean {
  const birth = processBirth(noted.pid);
  if (birth === null) return false;
  return birth === '' || noted.birth === '' || birth === noted.birth;
}

/** Whether a process of this number lives now, whoever owns it. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return systemCode(cause) === 'EPERM';
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not there, or not readable for this user: the process has ended, or the system has no /proc.
    return null;
  }
}
