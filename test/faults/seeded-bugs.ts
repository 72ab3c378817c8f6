import type { Invariant } from './checks/check.js';
import type { History } from './support/history.js';
import {
  first,
  inbound,
  answered,
  outgoing,
  postOf,
  removePost,
  nextId,
  removeMessage,
  addMessage,
  changeStatus,
} from './support/rewrite-history.js';

/** A mistake we could have made: what it would do to the history of a run, and which invariant has to notice. */
export interface SeededBug {
  name: string;
  noticedBy: Invariant;
  /** Changes the record as the mistake would have, and everything that would follow from it. */
  plant: (history: History) => void;
}

export const SEEDED_BUGS: readonly SeededBug[] = [
  {
    name: 'a body is acknowledged and never stored',
    noticedBy: 'I1',
    plant: (history) => removeMessage(history, inbound(history)),
  },
  {
    name: 'a body waits in the inbox for ever',
    noticedBy: 'I1',
    plant: ({ rows }) => Object.assign(first(rows.inbox), { state: 'new' }),
  },
  {
    name: 'a receipt that comes before our own commit is dropped',
    noticedBy: 'I1',
    plant: (history) => {
      const { rows } = history;
      const read = first(rows.messages.filter(({ status }) => status === 'read'));
      rows.receipts = rows.receipts.filter(({ wamid, status }) => wamid !== read.wamid || status !== 'read');
      changeStatus(history, read, 'delivered');
    },
  },
  {
    name: 'a receipt is kept and not applied',
    noticedBy: 'I1',
    plant: (history) =>
      changeStatus(history, first(history.rows.messages.filter(({ status }) => status === 'read')), 'sent'),
  },
  {
    name: 'a receipt goes to the attempt of another message',
    noticedBy: 'I1',
    plant: ({ rows }) => {
      const receipt = first(rows.receipts);
      receipt.attemptId = first(rows.attempts.filter(({ wamid }) => wamid !== receipt.wamid)).id;
    },
  },
  {
    name: 'a message goes into the chat of another customer',
    noticedBy: 'I1',
    plant: ({ rows }) => {
      const message = rows.messages.find(({ direction }) => direction === 'in') ?? first(rows.messages);
      message.chatId = first(rows.chats.filter(({ id }) => id !== message.chatId)).id;
    },
  },
  {
    name: 'a webhook that comes twice is stored twice',
    noticedBy: 'I2',
    plant: (history) => addMessage(history, { ...inbound(history), id: nextId(history) }),
  },
  {
    name: 'a late receipt takes a status back',
    noticedBy: 'I3',
    plant: (history) => {
      const { messageId, endedAt } = first(history.reads.filter(({ messageStatus }) => messageStatus === 'read'));
      const drop = {
        outcome: 'ok' as const,
        status: 200,
        mayRead: true,
        reader: 'another',
        errorCode: null,
        retryAfter: null,
      };
      history.reads.push({ ...drop, messageId, messageStatus: 'sent', invokedAt: endedAt + 1, endedAt: endedAt + 2 });
    },
  },
  {
    name: 'a send is posted again after a timeout',
    noticedBy: 'I4',
    plant: ({ posts }) => posts.push({ ...first(posts), wamid: 'wamid.AGAIN' }),
  },
  {
    name: 'a repeat with the same key makes a second message',
    noticedBy: 'I4',
    plant: (history) => {
      const row = outgoing(history);
      const twin = { ...row, id: nextId(history) };
      addMessage(history, twin);
      history.rows.audits.push({ messageId: twin.id });
    },
  },
  {
    name: 'a send is answered 200 before anything left',
    noticedBy: 'I5',
    plant: (history) => removePost(history, answered(history)),
  },
  {
    name: 'an answer carries the wamid of another send',
    noticedBy: 'I5',
    plant: (history) => Object.assign(answered(history), { wamid: 'wamid.OTHER' }),
  },
  {
    name: 'a message goes to another customer',
    noticedBy: 'I5',
    plant: (history) => {
      const call = answered(history);
      Object.assign(postOf(history, call), {
        to: first(history.rows.chats.filter(({ id }) => id !== call.chatId)).customer,
      });
    },
  },
  {
    name: 'a crash leaves a message pending for ever',
    noticedBy: 'I6',
    plant: (history) => {
      const row = outgoing(history);
      history.rows.attempts
        .filter(({ messageId }) => messageId === row.id)
        .forEach((attempt) => (attempt.state = 'posting'));
      changeStatus(history, row, 'pending');
    },
  },
  {
    name: 'an accepted send is gone after a crash',
    noticedBy: 'I6',
    plant: (history) => {
      const row = outgoing(history);
      removeMessage(history, row);
      history.posts = history.posts.filter(({ text }) => text !== row.content);
    },
  },
  {
    name: 'a message leaves before its row is committed',
    noticedBy: 'I7',
    plant: ({ posts }) => posts.push({ ...first(posts), text: 'ghost', wamid: 'wamid.GHOST', attemptId: 'ghost' }),
  },
  {
    name: 'a message that the customer has is called failed',
    noticedBy: 'I7',
    plant: (history) => changeStatus(history, outgoing(history), 'failed'),
  },
  {
    name: 'a page repeats the last message of the page before',
    noticedBy: 'I8',
    plant: ({ pages }) => {
      const [one, two] = first(pages.filter((read) => read.pages.length > 1)).pages;
      two?.unshift(first(one?.slice(-1) ?? []));
    },
  },
  {
    name: 'a page begins one message too late',
    noticedBy: 'I8',
    plant: ({ pages }) => first(pages.filter((read) => read.pages.length > 1)).pages[1]?.shift(),
  },
  {
    name: 'two messages of one instant change places',
    noticedBy: 'I8',
    plant: ({ pages }) => first(first(pages.filter(({ mayRead }) => mayRead)).pages).reverse(),
  },
  {
    name: 'an event is written outside the transaction and lost',
    noticedBy: 'I9',
    plant: ({ rows }) =>
      rows.events.splice(
        rows.events.findIndex(({ type }) => type === 'message.received'),
        1,
      ),
  },
  {
    name: 'a webhook that comes twice makes two events',
    noticedBy: 'I9',
    plant: ({ rows }) => {
      const event = first(rows.events.filter(({ type }) => type === 'message.read'));
      rows.events.push({ ...event, id: Math.max(...rows.events.map(({ id }) => id)) + 1 });
    },
  },
  {
    name: 'a message that was accepted is not found at once',
    noticedBy: 'I10',
    plant: (history) => {
      const { messageId, endedAt } = answered(history);
      const call = {
        outcome: 'fail' as const,
        status: 404,
        mayRead: true,
        reader: 'another',
        errorCode: null,
        retryAfter: null,
      };
      history.reads.push({
        ...call,
        messageId: messageId ?? 0,
        messageStatus: null,
        invokedAt: endedAt + 1,
        endedAt: endedAt + 2,
      });
    },
  },
  {
    name: 'a webhook that comes twice counts twice',
    noticedBy: 'I11',
    plant: ({ rows }) => (first(rows.chats).unreadCount += 1),
  },
  {
    name: 'a message that comes late becomes the last one',
    noticedBy: 'I11',
    plant: ({ rows }) => (first(rows.chats).lastMessageId = first(rows.messages).id - 1),
  },
  { name: 'a send leaves no audit row', noticedBy: 'I12', plant: ({ rows }) => rows.audits.pop() },
  {
    name: 'a stranger sees the status of a message',
    noticedBy: 'I13',
    plant: ({ reads }) =>
      Object.assign(first(reads.filter(({ mayRead }) => !mayRead)), {
        outcome: 'ok',
        status: 200,
        messageStatus: 'sent',
      }),
  },
  {
    name: 'a page shows a message of another chat',
    noticedBy: 'I13',
    plant: ({ pages, rows }) => {
      const read = first(pages);
      const other = first(rows.messages.filter(({ chatId }) => chatId !== read.chatId));
      first(read.pages).push({ id: other.id, chatId: read.chatId, timestamp: new Date(other.timestamp).toISOString() });
    },
  },
  {
    name: 'an error is logged together with the token',
    noticedBy: 'I14',
    plant: (history) =>
      (history.logs += `\n{"msg":"failed","headers":{"authorization":"Bearer ${history.secrets[3]}"}}`),
  },
  {
    name: 'a second worker overtakes the first in one chat',
    noticedBy: 'order',
    plant: (history) => {
      const { posts } = history;
      const chat = first(posts.filter(({ to }, index) => posts.findIndex((post) => post.to === to) < index)).to;
      const earlier = posts.findIndex(({ to }) => to === chat);
      const later = posts.findLastIndex(({ to }) => to === chat);
      [posts[earlier], posts[later]] = [first(posts.slice(later)), first(posts.slice(earlier))];
    },
  },
];
