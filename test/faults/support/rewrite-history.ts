import type { GraphPost, History, SendCall, StoredMessage } from './history.js';

export function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('the recorded run has nothing to plant this mistake in');
  return item;
}

export function inbound({ rows }: History): StoredMessage {
  return first(rows.messages.filter(({ direction }) => direction === 'in'));
}

/** A send that a client was answered 200. */
export function answered({ sends }: History): SendCall {
  return first(sends.filter(({ outcome, status }) => outcome === 'ok' && status === 200));
}

/** The row of a send that a client was answered. */
export function outgoing(history: History): StoredMessage {
  const { key } = answered(history);
  return first(history.rows.messages.filter((row) => row.key === key));
}

export function postOf({ posts }: History, { text }: SendCall): GraphPost {
  return first(posts.filter((post) => post.text === text));
}

export function removePost(history: History, { text }: SendCall): void {
  history.posts = history.posts.filter((post) => post.text !== text);
}

export function nextId({ rows }: History): number {
  return Math.max(...rows.messages.map(({ id }) => id)) + 1;
}

/** The message with all that came of it: only who knows what was acknowledged misses it. */
export function removeMessage(history: History, { id, chatId, direction }: StoredMessage): void {
  const { rows, pages } = history;
  rows.messages = rows.messages.filter((row) => row.id !== id);
  rows.attempts = rows.attempts.filter(({ messageId }) => messageId !== id);
  rows.events = rows.events.filter(({ messageId }) => messageId !== id);
  rows.audits = rows.audits.filter(({ messageId }) => messageId !== id);
  count(history, chatId, direction, -1);
  for (const read of pages) read.pages = read.pages.map((page) => page.filter((row) => row.id !== id));
}

export function addMessage(history: History, message: StoredMessage): void {
  const { rows } = history;
  rows.messages.push(message);
  const type = message.direction === 'in' ? 'message.received' : 'message.queued';
  const id = Math.max(...rows.events.map((event) => event.id)) + 1;
  rows.events.push({ id, type, chatId: message.chatId, messageId: message.id });
  count(history, message.chatId, message.direction, 1);
}

function count({ rows, pages }: History, chatId: number, direction: string, by: number): void {
  for (const chat of rows.chats.filter(({ id }) => id === chatId)) {
    chat.messageCount += by;
    if (direction === 'in') chat.unreadCount += by;
  }
  for (const read of pages.filter((one) => one.chatId === chatId)) read.totals = read.totals.map((total) => total + by);
}

export function changeStatus({ rows }: History, message: StoredMessage, status: string): void {
  for (const event of rows.events) {
    if (event.messageId === message.id && event.type === `message.${message.status}`) event.type = `message.${status}`;
  }
  message.status = status;
}
