import { StoredEventType } from '../../events/event-types.js';
import { MessageStatus } from './message.js';

const BY_STATUS: Record<MessageStatus, StoredEventType | undefined> = {
  received: 'message.received',
  pending: undefined,
  sent: 'message.sent',
  delivered: 'message.delivered',
  read: 'message.read',
  failed: 'message.failed',
};

/** The event that tells of a change of status; none where the status stayed and only a time became known. */
export function statusEvent(before: MessageStatus, after: MessageStatus): StoredEventType | undefined {
  return before === after ? undefined : BY_STATUS[after];
}
