import type { ChatLabel } from '../../desk/labels/chat-label.entity.js';
import type { Label } from '../../desk/labels/label.entity.js';
import { EXAMPLE_CHAT_ID } from './demo-people.js';

const LABELS: readonly { name: string; color: string; chatIds: readonly number[] }[] = [
  { name: 'VIP', color: '#8e44ad', chatIds: [EXAMPLE_CHAT_ID, 207] },
  { name: 'Доставка', color: '#0a7cff', chatIds: [EXAMPLE_CHAT_ID, 208, 302, 305] },
  { name: 'Оплата', color: '#27ae60', chatIds: [202, 304] },
  { name: 'Возврат', color: '#c0392b', chatIds: [206, 303] },
  { name: 'Новый клиент', color: '#f39c12', chatIds: [205, 305] },
];

/** The labels a new sandbox begins with. */
export function labelRows(now: Date): Label[] {
  return LABELS.map(({ name, color }, index) => ({ id: index + 1, name, color, createdAt: now }));
}

/** Which chats carry them. */
export function chatLabelRows(): ChatLabel[] {
  return LABELS.flatMap(({ chatIds }, index) => chatIds.map((chatId) => ({ chatId, labelId: index + 1 })));
}
