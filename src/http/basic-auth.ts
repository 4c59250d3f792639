/** Value of an `authorization` header for Basic authentication in UTF-8 (RFC 7617). The user name holds no colon. */
export function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}
