import type { ChatPages, History, StatusRead } from '../support/history.js';
import { groupBy, mayFollow } from './check.js';

/** What somebody was told of a message, and when: a look ends before the next one begins, or neither is the later. */
interface Seen {
  messageId: number;
  invokedAt: number;
  endedAt: number;
  status: string;
  errorCode: string | null;
}

function allSeen({ sends, reads }: History): Seen[] {
  const answers = sends.filter(({ outcome }) => outcome === 'ok').map((call) => ({ ...call, errorCode: null }));
  return [...answers, ...reads.filter(isGood)].flatMap(({ messageId, messageStatus, ...call }) =>
    messageId === null || messageStatus === null ? [] : [{ ...call, messageId, status: messageStatus }],
  );
}

function isGood({ mayRead, outcome }: StatusRead): boolean {
  return mayRead && outcome === 'ok';
}

/** I3 */
export function checkRanks(history: History): string[] {
  const last = new Map(history.rows.messages.map(({ id, status }) => [id, status]));
  return [...groupBy(allSeen(history), ({ messageId }) => messageId)].flatMap(([id, seen]) => {
    const final = {
      messageId: id,
      invokedAt: Infinity,
      endedAt: Infinity,
      status: last.get(id) ?? 'gone',
      errorCode: null,
    };
    const all = [...seen, final];
    return all.flatMap((before) => {
      const after = all.find((later) => later.invokedAt > before.endedAt && !mayFollow(before, later.status));
      return after === undefined ? [] : [`message ${id} was ${before.status} and later ${after.status}`];
    });
  });
}

/** I10 */
export function checkReadYourWrites({ sends, reads }: History): string[] {
  const knownSince = new Map<number, number>();
  for (const { outcome, messageId, endedAt } of sends) {
    if (outcome !== 'ok' || messageId === null) continue;
    knownSince.set(messageId, Math.min(endedAt, knownSince.get(messageId) ?? Infinity));
  }
  return reads
    .filter(({ mayRead, outcome, messageId, invokedAt }) => {
      return mayRead && outcome === 'fail' && invokedAt > (knownSince.get(messageId) ?? Infinity);
    })
    .map(({ messageId, status }) => `message ${messageId} was answered with ${status} after it was accepted`);
}

/** I8 */
export function checkPages({ pages, rows }: History): string[] {
  const stored = groupBy(rows.messages, ({ chatId }) => chatId);
  return pages
    .filter(({ mayRead }) => mayRead)
    .flatMap((read) => {
      const listed = read.pages.flat();
      const wanted = stored.get(read.chatId) ?? [];
      const inOrder = wanted.toSorted((a, b) => b.timestamp - a.timestamp || b.id - a.id).map(({ id }) => id);
      const ids = listed.map(({ id }) => id);
      const problems = [
        ...(new Set(ids).size < ids.length ? ['shows a message twice'] : []),
        ...(inOrder.some((id) => !ids.includes(id)) ? ['leaves out a message'] : []),
        ...(read.totals.every((total) => total === wanted.length) ? [] : ['counts wrong']),
      ];
      if (problems.length === 0 && ids.join() !== inOrder.join()) problems.push('is out of order');
      return problems.map((problem) => `chat ${read.chatId} ${problem}`);
    });
}

/** I13 */
export function checkForeignObjects({ reads, pages, rows }: History): string[] {
  const chatOf = new Map(rows.messages.map(({ id, chatId }) => [id, chatId]));
  return [
    ...reads
      .filter(({ mayRead, outcome }) => !mayRead && outcome === 'ok')
      .map(({ messageId }) => `a stranger was shown message ${messageId}`),
    ...pages
      .filter((read) => read.pages.flat().some(({ id }) => !read.mayRead || chatOf.get(id) !== read.chatId))
      .map(({ reader, chatId }: ChatPages) => `${reader} was shown a message of others in chat ${chatId}`),
  ];
}
