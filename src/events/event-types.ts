/**
 * What an event carries: a message or a chat as REST answers it, or what its row holds beside the id of its channel. `internal` ones
 * are never served.
 */
export type EventDataKind =
  | 'message'
  | 'chat'
  | 'nothing'
  | 'template'
  | 'channelHealth'
  | 'channelPause'
  | 'webhookSilence'
  | 'webhookPause'
  | 'internal';

/** Every event, the same names on every door. A new one is a line here and the place that appends it. */
export const EVENTS = {
  'message.received': { data: 'message', says: 'The customer wrote.' },
  'message.queued': { data: 'message', says: 'An operator wrote, or had it sent again: it is on its way to WhatsApp.' },
  'message.sent': {
    data: 'message',
    says: 'WhatsApp has it, or somebody sent it from the WhatsApp app of the number.',
  },
  'message.delivered': { data: 'message', says: 'It reached the customer’s phone.' },
  'message.read': { data: 'message', says: 'The customer read it.' },
  'message.failed': {
    data: 'message',
    says: 'It was not delivered, `error` says why. It may yet turn out to have been.',
  },
  'message.reaction': { data: 'message', says: 'Its reactions have changed.' },
  'message.updated': { data: 'message', says: 'It was edited or deleted, or its file has come.' },
  'chat.created': { data: 'chat', says: 'A chat there was not before.' },
  'chat.updated': { data: 'chat', says: 'Something the list shows of it has changed.' },
  'chat.assigned': { data: 'chat', says: 'It went to another operator, or to none.' },
  'chat.read': { data: 'chat', says: 'It was read, and `unreadCount` has changed.' },
  'chat.access_lost': { data: 'nothing', says: 'You do not see this chat any more: nothing of it follows.' },
  'chat.window.closing': { data: 'chat', says: 'In an hour only templates can be sent, unless the customer writes.' },
  'chat.window.closed': { data: 'chat', says: 'From now on only templates can be sent.' },
  'template.status_changed': { data: 'template', says: 'Meta changed its status, category or rating.' },
  'channel.quality_changed': { data: 'channelHealth', says: 'Meta thinks otherwise of the number, or of its account.' },
  'channel.disconnected': { data: 'channelHealth', says: 'Meta has cut it off: nothing goes in or out.' },
  'channel.paused': { data: 'channelPause', says: 'An admin stopped sending from it, or started it again.' },
  'system.webhook_silent': {
    data: 'webhookSilence',
    says: 'WhatsApp reports nothing to us although it has reason to.',
  },
  'system.webhook_paused': {
    data: 'webhookPause',
    says: 'An integration’s URL gets nothing more: it failed too long.',
  },
  'access.changed': { data: 'internal', says: 'Who works in a channel, its policy or a role has changed.' },
} as const satisfies Record<string, { data: EventDataKind; says: string }>;

/** Names of events, internal ones too. */
export type EventType = keyof typeof EVENTS;
/** What the data of an event of this type are. */
export type KindOf<Type extends EventType> = (typeof EVENTS)[Type]['data'];
/** The events of one kind of data. */
export type EventTypeOf<Kind extends EventDataKind> = {
  [Type in EventType]: KindOf<Type> extends Kind ? Type : never;
}[EventType];
/** What is served. */
export type PublicEventType = Exclude<EventType, EventTypeOf<'internal'>>;
/** What stands in the table: the loss of a chat is worked out for each reader. */
export type StoredEventType = Exclude<EventType, 'chat.access_lost'>;

export const EVENT_TYPES = Object.keys(EVENTS) as EventType[];
export const PUBLIC_EVENT_TYPES = EVENT_TYPES.filter(isPublic);

/** Whether it is the name of an event that is served. */
export function isPublicEventType(type: string): type is PublicEventType {
  return Object.hasOwn(EVENTS, type) && isPublic(type as EventType);
}

function isPublic(type: EventType): type is PublicEventType {
  return EVENTS[type].data !== 'internal';
}

/** A change to tell of. The row names what changed; the doors render it, with links signed for the one who reads. */
export interface NewEvent {
  type: StoredEventType;
  /** Null where it concerns the whole installation. */
  channelId: number | null;
  /** Absent where it concerns the channel as a whole. */
  chatId?: number;
  messageId?: number;
  data?: Record<string, unknown>;
}
