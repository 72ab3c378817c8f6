/** What becomes of a message to a customer. */
export type Fate =
  | 'ordinary'
  | 'not-on-whatsapp'
  | 'throttled'
  | 'answer-lost'
  | 'read-before-delivered'
  | 'no-phone'
  | 'window-closed'
  | 'replies-at-once'
  | 'goes-offline';

export interface Persona {
  /** The sandbox's chat with this customer. */
  chatId: number;
  /** With its plus; absent where the customer hides it behind a username. */
  phone?: string;
  /** Business-scoped user id. Webhooks carry it for everybody, so the sandbox's data must know it too. */
  bsuid: string;
  name: string;
  username?: string;
  fate: Fate;
  /** How the fate is named to an operator. */
  title: { ru: string; en: string };
  /** When the customer last wrote before the simulator started. */
  lastInboundHoursAgo: number;
}

/** Test cards for messages: each of these customers always behaves in one known way. */
export const MAGIC_PERSONAS: readonly Persona[] = [
  {
    chatId: 201,
    phone: '+77010000201',
    bsuid: 'KZ.1349120865530274201',
    name: 'Нет в WhatsApp',
    fate: 'not-on-whatsapp',
    title: { ru: 'Нет в WhatsApp (131026)', en: 'Not on WhatsApp (131026)' },
    lastInboundHoursAgo: 1,
  },
  {
    chatId: 202,
    phone: '+77010000202',
    bsuid: 'KZ.1349120865530274202',
    name: 'Сначала лимит',
    fate: 'throttled',
    title: { ru: 'Дважды лимит (130429), затем доставка', en: 'Throttled twice (130429), then delivered' },
    lastInboundHoursAgo: 1,
  },
  {
    chatId: 203,
    phone: '+77010000203',
    bsuid: 'KZ.1349120865530274203',
    name: 'Ответ потерян',
    fate: 'answer-lost',
    title: { ru: 'Принято, но ответ потерян', en: 'Accepted, but the answer is lost' },
    lastInboundHoursAgo: 1,
  },
  {
    chatId: 204,
    phone: '+77010000204',
    bsuid: 'KZ.1349120865530274204',
    name: 'Прочитано раньше',
    fate: 'read-before-delivered',
    title: { ru: 'Прочитано приходит раньше доставлено', en: 'Read arrives before delivered' },
    lastInboundHoursAgo: 1,
  },
  {
    chatId: 205,
    bsuid: 'KZ.1349120865530274205',
    name: 'Без номера',
    username: 'bez.nomera',
    fate: 'no-phone',
    title: { ru: 'Номер скрыт, есть только BSUID', en: 'No phone, only a BSUID' },
    lastInboundHoursAgo: 1,
  },
  {
    chatId: 206,
    phone: '+77010000206',
    bsuid: 'KZ.1349120865530274206',
    name: 'Окно закрыто',
    fate: 'window-closed',
    title: { ru: 'Окно закрыто: писал 3 дня назад', en: 'Window closed: wrote 3 days ago' },
    lastInboundHoursAgo: 72,
  },
  {
    chatId: 207,
    phone: '+77010000207',
    bsuid: 'KZ.1349120865530274207',
    name: 'Отвечает сразу',
    fate: 'replies-at-once',
    title: { ru: 'Отвечает сразу', en: 'Replies at once' },
    lastInboundHoursAgo: 1,
  },
  {
    chatId: 208,
    phone: '+77010000208',
    bsuid: 'KZ.1349120865530274208',
    name: 'Не в сети',
    fate: 'goes-offline',
    title: { ru: 'Не в сети: доставка через час', en: 'Goes offline: delivered an hour later' },
    lastInboundHoursAgo: 1,
  },
];

/** Everybody the simulator knows from the start; the sandbox seeds its chats from the same table. */
export const PERSONAS: readonly Persona[] = [
  {
    chatId: 123,
    phone: '+77011234567',
    bsuid: 'KZ.13491208655302741918',
    name: 'Айгуль',
    username: 'aigul.k',
    fate: 'ordinary',
    title: { ru: 'Обычный клиент', en: 'An ordinary customer' },
    lastInboundHoursAgo: 1,
  },
  ...MAGIC_PERSONAS,
];
