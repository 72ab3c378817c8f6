/** Meta's throughput of a business number, in and out together: 20, 80 or 1,000 messages a second. */
export const RATE_CLASSES = ['coexistence', 'standard', 'high'] as const;
export type RateClass = (typeof RATE_CLASSES)[number];

/** Which chats of the channel an operator who is its member sees. Supervisors see all of them, whatever it says. */
export const ACCESS_POLICIES = ['all_chats', 'own_and_unassigned'] as const;
export type AccessPolicy = (typeof ACCESS_POLICIES)[number];

/** Whether customers see that operators have read what they wrote. */
export const READ_RECEIPTS = ['on_read', 'never'] as const;
export type ReadReceipts = (typeof READ_RECEIPTS)[number];
