import { userInfo } from 'node:os';

/** Who runs this process; its user's number where the user has no name, as in a container. */
export function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
