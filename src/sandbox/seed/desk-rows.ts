import type { CannedResponse } from '../../desk/canned/canned-response.entity.js';
import type { Note } from '../../desk/notes/note.entity.js';
import { EXAMPLE_CHAT_ID, OPERATOR_ID } from './demo-people.js';

const SUPERVISOR_ID = 2;
const COLLEAGUE_ID = 6;
const MINUTE_MS = 60_000;
const WEEK_MINUTES = 7 * 24 * 60;

interface DemoNote {
  chatId: number;
  by: number;
  text: string;
  minutesAgo: number;
}

const NOTES: readonly DemoNote[] = [
  {
    chatId: EXAMPLE_CHAT_ID,
    by: COLLEAGUE_ID,
    text: 'Постоянный клиент, любит розы кустовые. Лилии не предлагать: аллергия.',
    minutesAgo: 3 * 24 * 60,
  },
  {
    chatId: EXAMPLE_CHAT_ID,
    by: SUPERVISOR_ID,
    text: 'Согласовала скидку 5% на следующий заказ за опоздание курьера 12341.',
    minutesAgo: 2 * 24 * 60,
  },
  { chatId: EXAMPLE_CHAT_ID, by: OPERATOR_ID, text: 'Звонить после 18:00, днём на работе.', minutesAgo: 95 },
  { chatId: 202, by: OPERATOR_ID, text: 'Счёт отправлен на почту, ждём оплату до вечера.', minutesAgo: 240 },
  { chatId: 204, by: OPERATOR_ID, text: 'Просит доставку к подъезду 2, домофон не работает.', minutesAgo: 130 },
  {
    chatId: 206,
    by: COLLEAGUE_ID,
    text: 'Возврат оформлен, чек № 0042-318, сумма 6 900 ₸. Деньги вернутся до пятницы.',
    minutesAgo: 26 * 60,
  },
  { chatId: 301, by: COLLEAGUE_ID, text: 'Хотел зайти в субботу, напомнить про график.', minutesAgo: 47 * 60 },
];

interface DemoResponse {
  /** Absent where everybody has it. */
  of?: number;
  shortcut: string;
  text: string;
}

const RESPONSES: readonly DemoResponse[] = [
  {
    shortcut: 'привет',
    text: 'Здравствуйте, {{customer.firstName|рады вас видеть}}! Меня зовут {{operator.name}}, чем могу помочь?',
  },
  {
    shortcut: 'адрес',
    text: 'Мы находимся в Алматы, пр. Абая, 10. Самовывоз ежедневно с 9:00 до 20:00.',
  },
  {
    shortcut: 'доставка',
    text: 'Доставляем по Алматы за 2–3 часа, стоимость 1 500 ₸. От 20 000 ₸ доставка бесплатно. Подскажите, пожалуйста, адрес.',
  },
  {
    shortcut: 'оплата',
    text: 'Оплатить можно переводом или картой по ссылке. Пришлите, пожалуйста, чек сюда, и мы сразу начнём собирать заказ.',
  },
  {
    shortcut: 'спасибо',
    text: 'Спасибо, что выбрали {{channel.name}}, {{customer.name|будем рады видеть вас снова}}! 🌷',
  },
  {
    of: OPERATOR_ID,
    shortcut: 'звонок',
    text: '{{customer.firstName|Здравствуйте}}, наберу вас по номеру {{customer.phone|из заказа}} через 10 минут. {{operator.name}}',
  },
  { of: OPERATOR_ID, shortcut: 'минутку', text: 'Минутку, уточняю у флориста и сразу напишу.' },
];

/** What operators noted for each other in the demo chats. */
export function noteRows(now: Date): Omit<Note, 'id'>[] {
  return NOTES.map(({ chatId, by, text, minutesAgo }) => ({
    chatId,
    authorUserId: by,
    text,
    createdAt: before(now, minutesAgo),
    editedAt: null,
  })).sort((one, other) => +one.createdAt - +other.createdAt);
}

/** Five everybody has, and two of the operator's own. */
export function cannedRows(now: Date): Omit<CannedResponse, 'id'>[] {
  const at = before(now, WEEK_MINUTES);
  return RESPONSES.map(({ of, shortcut, text }) => ({
    ownerUserId: of ?? null,
    shortcut,
    text,
    createdAt: at,
    updatedAt: at,
  }));
}

function before(now: Date, minutes: number): Date {
  return new Date(+now - minutes * MINUTE_MS);
}
