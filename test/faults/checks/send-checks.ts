import type { GraphPost, History, SendCall, StoredMessage } from '../support/history.js';
import { groupBy, rankOf, repeated } from './check.js';

function outgoing({ rows }: History): StoredMessage[] {
  return rows.messages.filter(({ direction }) => direction === 'out');
}

function postsByText({ posts }: History): Map<string, GraphPost[]> {
  return groupBy(posts, ({ text }) => text);
}

/** I4 */
export function checkOncePerKey(history: History): string[] {
  const told = history.sends.filter(({ outcome, messageId }) => outcome === 'ok' && messageId !== null);
  return [
    ...repeated(history.posts, ({ text }) => text).map((text) => `"${text}" was sent more than once`),
    ...repeated(history.posts, ({ attemptId }) => attemptId).map((id) => `attempt ${id} was posted more than once`),
    ...repeated(outgoing(history), ({ key }) => key).map((key) => `key ${key} made more than one row`),
    ...[...groupBy(told, ({ key }) => key)]
      .filter(([, calls]) => new Set(calls.map(({ messageId }) => messageId)).size > 1)
      .map(([key]) => `key ${key} was answered with different messages`),
  ];
}

/** I5 */
export function checkAnswered(history: History): string[] {
  const posts = postsByText(history);
  const rows = new Map(outgoing(history).map((row) => [row.id, row]));
  const customers = new Map(history.rows.chats.map(({ id, customer }) => [id, customer]));
  return history.sends
    .filter(({ outcome, status }) => outcome === 'ok' && status === 200)
    .flatMap((call) => {
      const [post, ...more] = posts.get(call.text) ?? [];
      if (post === undefined) return [`"${call.text}" was answered 200 and never posted`];
      if (more.length > 0) return [`"${call.text}" was answered 200 and posted ${more.length + 1} times`];
      if (post.wamid !== call.wamid) return [`"${call.text}" was answered with the wamid of another message`];
      if (post.to !== customers.get(call.chatId)) return [`"${call.text}" went to another customer`];
      return isRowOf(rows.get(call.messageId ?? 0), call) ? [] : [`the row of "${call.text}" says something else`];
    });
}

function isRowOf(row: StoredMessage | undefined, call: SendCall): boolean {
  return row?.content === call.text && row.chatId === call.chatId && row.wamid === call.wamid && row.key === call.key;
}

/** I6 */
export function checkTerminal(history: History): string[] {
  const rows = new Map(outgoing(history).map((row) => [row.id, row]));
  return [
    ...[...rows.values()].filter(({ status }) => status === 'pending').map(({ id }) => `message ${id} stays pending`),
    ...history.rows.attempts
      .filter(({ state }) => state === 'queued' || state === 'posting')
      .map(({ messageId }) => `an attempt of message ${messageId} has not ended`),
    ...history.sends
      .filter(({ outcome, messageId }) => outcome === 'ok' && !rows.has(messageId ?? 0))
      .map(({ text }) => `"${text}" was accepted and is not there`),
  ];
}

/** I7: what Meta accepted and what the rows say is the same, also where no client was told. */
export function checkUnanswered(history: History): string[] {
  const rows = outgoing(history);
  const contents = new Set(rows.map(({ content }) => content));
  const posts = postsByText(history);
  const failedForGood = new Set(
    history.webhooks.flatMap(({ receipts }) =>
      receipts.flatMap(({ wamid, status }) => (status === 'failed' ? [wamid] : [])),
    ),
  );
  const refused = [...groupBy(history.sends, ({ key }) => key).values()].filter((calls) =>
    calls.every(({ outcome }) => outcome === 'fail'),
  );
  return [
    ...[...posts.keys()].filter((text) => !contents.has(text)).map((text) => `"${text}" was posted and has no row`),
    ...rows.flatMap((row) => wrongEndOf(row, posts.get(row.content)?.[0], failedForGood)),
    ...refused
      .flatMap((calls) => calls.slice(0, 1))
      .filter(({ text }) => posts.has(text))
      .map(({ text }) => `"${text}" was refused and posted all the same`),
  ];
}

function wrongEndOf(row: StoredMessage, post: GraphPost | undefined, failedForGood: ReadonlySet<string>): string[] {
  const isSent = rankOf(row.status) > 0;
  if (post === undefined) return isSent ? [`message ${row.id} is ${row.status} and was never posted`] : [];
  if (!isSent) return failedForGood.has(post.wamid) ? [] : [`message ${row.id} was posted and is ${row.status}`];
  return row.wamid === post.wamid ? [] : [`message ${row.id} has another wamid than Meta gave it`];
}

/** Messages that were tried again may come late; all others leave one after the other. */
export function checkOrder(history: History): string[] {
  const retried = new Set(history.rows.attempts.flatMap(({ messageId, number }) => (number > 1 ? [messageId] : [])));
  const posts = new Map(history.posts.map(({ text }, index) => [text, index]));
  const first = outgoing(history).filter(({ id, content }) => !retried.has(id) && posts.has(content));
  return [...groupBy(first, ({ chatId }) => chatId)].flatMap(([chatId, rows]) => {
    const written = rows.toSorted((a, b) => a.timestamp - b.timestamp || a.id - b.id);
    const positions = written.map(({ content }) => posts.get(content) ?? 0);
    const broken = positions.findIndex((position, index) => position < (positions[index - 1] ?? -1));
    return broken === -1
      ? []
      : [`in chat ${chatId} message ${written[broken]?.id} overtook message ${written[broken - 1]?.id}`];
  });
}
