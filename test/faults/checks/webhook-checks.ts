import type { History, StoredMessage } from '../support/history.js';
import { groupBy, rankOf, repeated } from './check.js';

/** I1 */
export function checkApplied(history: History): string[] {
  const taken = history.webhooks.filter(({ answers }) => answers.includes(200));
  return [
    ...checkInbound(
      history,
      taken.flatMap(({ inbound }) => inbound),
    ),
    ...checkReceipts(
      history,
      taken.flatMap(({ receipts }) => receipts),
    ),
    ...history.rows.inbox
      .filter(({ state }) => state !== 'applied')
      .map(({ state, reason }) => `a body is left as ${state} (${reason ?? 'no reason'})`),
  ];
}

function checkInbound({ rows }: History, items: History['webhooks'][number]['inbound']): string[] {
  const inbound = groupBy(
    rows.messages.filter(({ direction }) => direction === 'in'),
    ({ wamid }) => wamid,
  );
  const customers = new Map(rows.chats.map(({ id, customer }) => [id, customer]));
  return items.flatMap(({ wamid, from, text }) => {
    const [row] = inbound.get(wamid) ?? [];
    if (row === undefined) return [`message ${wamid} is lost`];
    if (row.content !== text) return [`message ${wamid} has other words`];
    return customers.get(row.chatId) === from ? [] : [`message ${wamid} stands in another customer's chat`];
  });
}

function checkReceipts({ rows }: History, items: History['webhooks'][number]['receipts']): string[] {
  const stored = new Map(rows.receipts.map((receipt) => [`${receipt.status} ${receipt.wamid}`, receipt]));
  const attempts = new Map(
    rows.attempts.flatMap((attempt) => (attempt.wamid === null ? [] : [[attempt.wamid, attempt]])),
  );
  const messages = new Map(rows.messages.map((message) => [message.id, message]));
  return items.flatMap(({ wamid, status }) => {
    const receipt = stored.get(`${status} ${wamid}`);
    if (receipt === undefined) return [`receipt ${status} of ${wamid} is lost`];
    const attempt = attempts.get(wamid);
    if (attempt === undefined) return [`receipt ${status} of ${wamid} has found no message`];
    if (receipt.attemptId !== attempt.id) return [`receipt ${status} of ${wamid} is kept with another attempt`];
    return shows(messages.get(attempt.messageId), status) ? [] : [`receipt ${status} of ${wamid} is not shown`];
  });
}

function shows(message: StoredMessage | undefined, status: string): boolean {
  if (message === undefined) return false;
  if (status === 'failed') return message.status === 'failed' || rankOf(message.status) >= 2;
  return rankOf(message.status) >= rankOf(status);
}

/** I2 */
export function checkUnique({ rows, webhooks }: History): string[] {
  const inbound = rows.messages.filter(({ direction }) => direction === 'in');
  const attempts = rows.attempts.filter(({ wamid }) => wamid !== null);
  const written = new Set(webhooks.flatMap((delivery) => delivery.inbound.map(({ wamid }) => wamid)));
  return [
    ...repeated(inbound, ({ wamid }) => wamid).map((wamid) => `message ${wamid} is there more than once`),
    ...repeated(attempts, ({ wamid }) => wamid).map((wamid) => `two attempts are ${wamid}`),
    ...repeated(rows.receipts, ({ wamid, status }) => `${status} of ${wamid}`).map(
      (key) => `receipt ${key} is there twice`,
    ),
    ...inbound
      .filter(({ wamid }) => !written.has(wamid ?? ''))
      .map(({ wamid }) => `message ${wamid} was written by nobody`),
  ];
}
