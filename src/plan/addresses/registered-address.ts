/**
 * Id under which a run's journal keeps what a provider registered for a number in place of the address that was sent, where
 * addresses live inside numbers and have no ids of their own. No provider's id has a colon and a plus.
 */
export function registeredId(phoneNumber: string): string {
  return `registered:${phoneNumber}`;
}
