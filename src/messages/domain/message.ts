export type Direction = 'in' | 'out';

/** Who wrote it: the customer, an operator through this API, or staff in the WhatsApp app on the phone. */
export type MessageOrigin = 'customer' | 'operator' | 'phone_app';

/** The contract's five words for outgoing messages, and `received` for inbound ones. */
export const MESSAGE_STATUSES = ['received', 'pending', 'sent', 'delivered', 'read', 'failed'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** Life of one try to hand a message to Meta (our design, "Messages out"). */
export const ATTEMPT_STATES = ['queued', 'posting', 'accepted', 'refused', 'uncertain'] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];
