/** Fact of an account that accepts the emergency switch and does not follow it. */
export const SWITCH_IGNORED = 'emergency-status-ignored';
