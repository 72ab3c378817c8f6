import { AttemptState, MessageStatus } from './message.js';

/** What is known of an attempt: how Meta answered and which receipts came, each with Meta's own time. */
export interface AttemptFacts {
  state: AttemptState;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  failedAt: Date | null;
}

interface StatusRule {
  status: MessageStatus;
  holds: (facts: AttemptFacts) => boolean;
  /** The same condition over a row of `send_attempts`. */
  sql: string;
}

/**
 * The first rule that holds is the attempt's status. Nothing depends on the order in which receipts came: `failed` ends pending and
 * sent only, and a delivered or read wins over it whenever it comes.
 */
export const STATUS_RULES: readonly StatusRule[] = [
  { status: 'read', holds: ({ readAt }) => readAt !== null, sql: 'read_at is not null' },
  { status: 'delivered', holds: ({ deliveredAt }) => deliveredAt !== null, sql: 'delivered_at is not null' },
  {
    status: 'failed',
    holds: ({ failedAt, state }) => failedAt !== null || state === 'refused',
    sql: `failed_at is not null or state = 'refused'`,
  },
  {
    status: 'sent',
    holds: ({ sentAt, state }) => sentAt !== null || state === 'accepted',
    sql: `sent_at is not null or state = 'accepted'`,
  },
];

export function attemptStatus(facts: AttemptFacts): MessageStatus {
  return STATUS_RULES.find(({ holds }) => holds(facts))?.status ?? 'pending';
}

/** The rules as one SQL expression over a row of `send_attempts`. */
export const ATTEMPT_STATUS_SQL = `case ${STATUS_RULES.map(({ status, sql }) => `when ${sql} then '${status}'`).join(' ')} else 'pending' end`;
