import type { History, StoredEvent, StoredMessage } from '../support/history.js';
import { groupBy, repeated } from './check.js';

/** I9, as far as it goes without a stream: every change has its one event. */
export function checkEvents({ rows }: History): string[] {
  const byMessage = groupBy(
    rows.events.filter(({ messageId }) => messageId !== null),
    ({ messageId }) => messageId,
  );
  const created = rows.events.filter(({ type }) => type === 'chat.created');
  const messages = new Set(rows.messages.map(({ id }) => id));
  return [
    ...rows.messages.flatMap((message) => wrongEventsOf(message, byMessage.get(message.id) ?? [])),
    ...rows.chats
      .filter(({ id }) => created.filter(({ chatId }) => chatId === id).length !== 1)
      .map(({ id }) => `chat ${id} was not created once`),
    ...[...byMessage.keys()]
      .filter((id) => !messages.has(id ?? 0))
      .map((id) => `an event tells of message ${id}, which is not there`),
    ...repeated(rows.events, ({ id }) => id).map((id) => `event ${id} is there twice`),
  ];
}

function wrongEventsOf({ id, direction, status }: StoredMessage, events: readonly StoredEvent[]): string[] {
  const types = events.map(({ type }) => type);
  const first = direction === 'in' ? 'message.received' : 'message.queued';
  const wanted = direction === 'in' || status === 'pending' ? [first] : [first, `message.${status}`];
  return [
    ...wanted.filter((type) => !types.includes(type)).map((type) => `message ${id} has no event ${type}`),
    ...repeated(types, (type) => type).map((type) => `message ${id} has ${type} more than once`),
  ];
}

/** I11 */
export function checkCounters({ rows }: History): string[] {
  const messages = groupBy(rows.messages, ({ chatId }) => chatId);
  return rows.chats.flatMap((chat) => {
    const own = messages.get(chat.id) ?? [];
    const unread = own.filter(({ direction, id }) => direction === 'in' && id > chat.readUpToId).length;
    const newest = own.toSorted((a, b) => a.timestamp - b.timestamp || a.id - b.id).at(-1)?.id ?? null;
    return [
      ...(chat.unreadCount === unread ? [] : [`chat ${chat.id} says ${chat.unreadCount} unread and has ${unread}`]),
      ...(chat.messageCount === own.length
        ? []
        : [`chat ${chat.id} says ${chat.messageCount} messages, has ${own.length}`]),
      ...(chat.lastMessageId === newest ? [] : [`chat ${chat.id} shows another message than its last`]),
    ];
  });
}

/** I12 */
export function checkAudits({ rows }: History): string[] {
  const audits = groupBy(rows.audits, ({ messageId }) => messageId);
  const sent = rows.messages.filter(({ direction }) => direction === 'out').map(({ id }) => id);
  return [
    ...sent
      .filter((id) => audits.get(id)?.length !== 1)
      .map((id) => `message ${id} has ${audits.get(id)?.length ?? 0} audit rows`),
    ...[...audits.keys()]
      .filter((id) => !sent.includes(id))
      .map((id) => `an audit row names message ${id}, which is not there`),
  ];
}

/** I14: secrets, and the words that people wrote. */
export function checkLogs({ logs, secrets, rows }: History): string[] {
  return [
    ...secrets
      .filter((secret) => logs.includes(secret))
      .map((secret) => `the secret that begins with ${secret.slice(0, 4)}`),
    ...rows.messages.filter(({ content }) => logs.includes(content)).map(({ id }) => `the words of message ${id}`),
  ];
}
