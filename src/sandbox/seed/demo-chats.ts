import { MAGIC_PERSONAS, Persona, PERSONAS } from '../../simulator/customers/personas.js';
import { aigulStory } from './aigul-story.js';
import { says, writes } from './beats.js';
import type { DemoChat, DemoCustomer } from './demo-chat.js';
import { DEMO_CHANNELS, DemoChannel, EXAMPLE_CHAT_ID, OPERATOR_ID } from './demo-people.js';
import { everydayChats } from './everyday-chats.js';

const HOUR_S = 60 * 60;
/** The last message of the example chat, in the operator contract. */
const LAST_EXAMPLE_ID = 458;

/** The chats a new sandbox begins with, in the order of their messages' ids. */
export function demoChats(): DemoChat[] {
  const [demoShop, secondShop] = DEMO_CHANNELS;
  if (demoShop === undefined || secondShop === undefined) throw new Error('the demo has two channels');
  const magic = MAGIC_PERSONAS.map((persona, index) => magicChat(persona, demoShop, index + 1));
  const hidden = hiddenChat(secondShop, magic.length + 1);
  const everyday = everydayChats(hidden.customer.id + 1, hidden.firstMessageId + hidden.story.length);
  return [...magic, hidden, ...everyday, exampleChat(demoShop)];
}

/** Named for its fate. Half of them belong to the operator, the others to nobody, so that operator2 sees those. */
function magicChat(persona: Persona, channel: DemoChannel, number: number): DemoChat {
  const secondsAgo = persona.lastInboundHoursAgo * HOUR_S;
  return {
    id: persona.chatId,
    channel,
    customer: { ...customerOf(persona), id: number, name: persona.title.ru },
    assigneeId: persona.chatId % 2 === 0 ? OPERATOR_ID : null,
    isRead: false,
    firstMessageId: number,
    story: [{ beat: says(`Напишите мне. Что будет: ${persona.title.ru}.`), secondsAgo }],
  };
}

function exampleChat(channel: DemoChannel): DemoChat {
  const persona = PERSONAS.find(({ chatId }) => chatId === EXAMPLE_CHAT_ID);
  if (persona === undefined) throw new Error('the simulator does not know the customer of the example chat');
  const story = aigulStory();
  return {
    id: EXAMPLE_CHAT_ID,
    channel,
    customer: { ...customerOf(persona), id: EXAMPLE_CHAT_ID, name: null },
    assigneeId: OPERATOR_ID,
    isRead: true,
    firstMessageId: LAST_EXAMPLE_ID - story.length + 1,
    story,
  };
}

/** In the channel the operator is no member of; its window is closed, as the simulator has never heard of this customer. */
function hiddenChat(channel: DemoChannel, number: number): DemoChat {
  return {
    id: 301,
    channel,
    customer: {
      id: number,
      name: null,
      profileName: 'Марат',
      username: null,
      waId: '77010000301',
      bsuid: undefined,
    },
    assigneeId: null,
    isRead: true,
    firstMessageId: number,
    story: [
      { beat: says('Здравствуйте! Вы сегодня работаете?'), secondsAgo: 49 * HOUR_S },
      { beat: writes('Здравствуйте! Да, до 20:00.'), secondsAgo: 48 * HOUR_S },
    ],
  };
}

function customerOf({ name, username, phone, bsuid }: Persona): Omit<DemoCustomer, 'id' | 'name'> {
  return { profileName: name, username: username ?? null, waId: phone?.replace('+', ''), bsuid };
}
