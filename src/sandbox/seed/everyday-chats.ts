import { Beat, calls, CustomerBeat, OperatorBeat, replies, says, TimedBeat, writes, writesOnPhone } from './beats.js';
import type { DemoChat } from './demo-chat.js';
import { DEMO_CHANNELS, DemoChannel, OPERATOR_ID } from './demo-people.js';

interface Everyday {
  id: number;
  profileName: string;
  assigneeId: number | null;
  status: 'open' | 'closed';
  daysAgo: number;
  isRead: boolean;
  beats: readonly Beat[];
}

const COLLEAGUE_ID = 6;
const DAY_S = 24 * 60 * 60;
const STEP_S = 4 * 60;

/** How a customer writes who came from an advertisement on Instagram. */
const FROM_AN_AD: CustomerBeat = {
  from: 'customer',
  type: 'text',
  parts: () => ({
    text: { body: 'Здравствуйте! Хочу такой же букет, как в рекламе' },
    referral: {
      source_type: 'ad',
      source_id: '120210000000000307',
      source_url: 'https://www.instagram.com/p/C9demo307',
      headline: 'Букеты с доставкой за 2 часа',
      body: 'Пионы, розы и гортензии. Алматы, каждый день с 9 до 21.',
      media_type: 'image',
      ctwa_clid: 'ARAkLkA8rmlFeiCktEJQ-demo307',
    },
  }),
};

const ORDER_READY: OperatorBeat = {
  from: 'operator',
  type: 'template',
  // As the sandbox's template `order_ready` reads.
  content: 'Здравствуйте, Жанна! Ваш заказ 12307 готов к выдаче.\n\nЕжедневно с 9:00 до 21:00',
  details: {
    name: 'order_ready',
    language: { code: 'ru' },
    components: [
      {
        type: 'body',
        parameters: [
          { type: 'text', parameter_name: 'customer', text: 'Жанна' },
          { type: 'text', parameter_name: 'order', text: '12307' },
        ],
      },
    ],
  },
  fate: 'read',
};

/** What stands in a list besides the chats one tries things in. Their windows are closed: the simulator does not know these people. */
const EVERYDAY: readonly Everyday[] = [
  {
    id: 302,
    profileName: 'Динара',
    assigneeId: COLLEAGUE_ID,
    status: 'open',
    daysAgo: 2,
    isRead: true,
    beats: [
      says('Здравствуйте! Курьер уже выехал?'),
      writes('Здравствуйте, Динара! Да, будет у вас через час.'),
      says('Спасибо, жду'),
      writes('Если никого не будет дома, он позвонит.'),
    ],
  },
  {
    id: 303,
    profileName: 'Ержан',
    assigneeId: COLLEAGUE_ID,
    status: 'closed',
    daysAgo: 4,
    isRead: true,
    beats: [
      says('Добрый день! Хочу вернуть вазу, пришла со сколом.'),
      writes('Добрый день! Простите нас. Пришлите, пожалуйста, фото и номер заказа.'),
      says('Заказ #12290, фото отправил на почту'),
      writes('Получили. Деньги вернутся на карту в течение трёх дней.', 'read'),
    ],
  },
  {
    id: 304,
    profileName: 'Алия Нурланқызы',
    assigneeId: OPERATOR_ID,
    status: 'open',
    daysAgo: 3,
    isRead: true,
    beats: [
      says('Сәлеметсіз бе! Картамен төлеуге бола ма?'),
      writes('Сәлеметсіз бе! Иә, сілтемені қазір жіберемін.'),
      writes('Счёт на 14 500 ₸ действует до вечера.', 'delivered'),
    ],
  },
  {
    id: 305,
    profileName: 'Сергей П.',
    assigneeId: null,
    status: 'open',
    daysAgo: 5,
    isRead: false,
    beats: [says('Здравствуйте, вы доставляете в Талгар?'), says('И сколько это стоит?')],
  },
  {
    id: 306,
    profileName: 'Madina',
    assigneeId: OPERATOR_ID,
    status: 'closed',
    daysAgo: 6,
    isRead: true,
    beats: [
      says('Hi! Do you wrap gifts?'),
      writes('Hello! Yes, it is free from 10 000 ₸.'),
      says('Great, thank you 🎁'),
    ],
  },
  {
    id: 307,
    profileName: 'Жанна',
    assigneeId: OPERATOR_ID,
    status: 'open',
    daysAgo: 7,
    isRead: true,
    beats: [
      FROM_AN_AD,
      writes('Здравствуйте, Жанна! Да, соберём к вечеру: 19 900 ₸. Самовывоз или доставка?'),
      replies('Самовывоз, около шести'),
      calls(0),
      writesOnPhone('Жанна, видели ваш звонок, перезвоним через минуту'),
      calls(95),
      ORDER_READY,
      replies('Спасибо, уже еду!'),
    ],
  },
];

/** Chats of other days in the operators' channel, in the order of their messages' ids. */
export function everydayChats(firstCustomerId: number, firstMessageId: number): DemoChat[] {
  const [channel] = DEMO_CHANNELS;
  if (channel === undefined) throw new Error('the demo has a channel');
  let nextMessageId = firstMessageId;
  return EVERYDAY.map((day, index) => {
    const chat = everydayChat(day, channel, { customerId: firstCustomerId + index, messageId: nextMessageId });
    nextMessageId += chat.story.length;
    return chat;
  });
}

function everydayChat(day: Everyday, channel: DemoChannel, first: { customerId: number; messageId: number }): DemoChat {
  const { id, profileName, assigneeId, status, isRead, daysAgo, beats } = day;
  const waId = `77010000${id}`;
  return {
    id,
    channel,
    customer: { id: first.customerId, name: null, profileName, username: null, waId, bsuid: undefined },
    assigneeId,
    status,
    isRead,
    firstMessageId: first.messageId,
    story: beats.map((beat, index): TimedBeat => ({ beat, secondsAgo: daysAgo * DAY_S - index * STEP_S })),
  };
}
