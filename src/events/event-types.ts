/** Names of events, the same on every door. */
export type EventType =
  | 'message.received'
  | 'message.queued'
  | 'message.sent'
  | 'message.delivered'
  | 'message.read'
  | 'message.failed'
  | 'message.reaction'
  | 'message.updated'
  | 'chat.created'
  | 'chat.updated'
  | 'chat.assigned'
  | 'chat.read'
  | 'chat.window.closing'
  | 'chat.window.closed'
  | 'template.status_changed'
  | 'channel.quality_changed'
  | 'channel.disconnected'
  | 'channel.paused';

/** A change to tell of. The row names what changed; the doors render it, with links signed for the one who reads. */
export interface NewEvent {
  type: EventType;
  channelId: number;
  /** Absent where it concerns the channel as a whole. */
  chatId?: number;
  messageId?: number;
  data?: Record<string, unknown>;
}
