import type { Chat } from '../../chats/chat.entity.js';
import type { ChatAssignment } from '../../desk/assignment/chat-assignment.entity.js';
import { EXAMPLE_CHAT_ID, OPERATOR_ID } from './demo-people.js';

const COLLEAGUE_ID = 6;
const MINUTE_MS = 60_000;

/** What a colleague left who had the chat before. */
const HANDOVER_NOTES: Readonly<Record<number, string>> = {
  [EXAMPLE_CHAT_ID]: 'Айгуль - постоянный клиент. Заказ собран, ждёт подтверждения времени доставки.',
  202: 'Обещала перезвонить после обеда, счёт уже отправлен.',
  206: 'Вернул товар, деньги уйдут до пятницы. Если спросит - чек в заметках.',
};

/** How the demo chats came to their operators: most were taken, some handed over with a note. */
export function assignmentRows(chats: readonly Chat[], now: Date): Omit<ChatAssignment, 'id'>[] {
  return chats.flatMap(({ id: chatId, assigneeId, createdAt }) => {
    if (assigneeId === null) return [];
    const after = (minutes: number): Date => new Date(Math.min(+createdAt + minutes * MINUTE_MS, +now));
    const taken = (by: number) => ({ chatId, fromUserId: null, toUserId: by, byUserId: by, note: null, at: after(2) });
    const note = HANDOVER_NOTES[chatId];
    if (note === undefined || assigneeId !== OPERATOR_ID) return [taken(assigneeId)];
    const handed = { chatId, fromUserId: COLLEAGUE_ID, toUserId: assigneeId, byUserId: COLLEAGUE_ID };
    return [taken(COLLEAGUE_ID), { ...handed, note, at: after(20) }];
  });
}
