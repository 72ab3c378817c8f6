import {
  Beat,
  presses,
  says,
  saysAndDeletes,
  saysAndEdits,
  sends,
  sendsInvoice,
  sendsPhoto,
  TimedBeat,
  withReaction,
  writes,
} from './beats.js';

const SHA256 = 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=';
const DAY_S = 24 * 60 * 60;
const HOUR_S = 60 * 60;

interface Order {
  number: number;
  product: string;
  price: string;
  question: string;
  answer: string;
  /** How the customer says where to, shows the payment, and thanks. */
  place: Beat;
  paid: Beat;
  thanks: Beat;
  /** To the operator's last words. */
  reaction?: string;
}

const photo = (id: string, caption: string): Beat =>
  sends('image', { id, mime_type: 'image/jpeg', sha256: SHA256, caption }, 'photo.jpg');

/** One order a day; between them they show every kind of message a customer can send. */
const ORDERS: readonly Order[] = [
  {
    number: 12_338,
    product: 'букет «Весна»',
    price: '18 500',
    question: 'А розы в нём какие?',
    answer: 'Кустовые, кремовые и розовые, 15 штук.',
    place: sends('location', {
      latitude: 43.238949,
      longitude: 76.889709,
      name: 'Дом',
      address: 'пр. Абая, 52, Алматы',
    }),
    paid: photo('1003383839000001', 'Чек об оплате'),
    thanks: says('Привезли, очень красивый!'),
    reaction: '❤️',
  },
  {
    number: 12_339,
    product: 'торт «Наполеон»',
    price: '12 000',
    question: 'На сколько человек он?',
    answer: 'На 8–10 человек, вес 2 кг.',
    place: says('Туда же, пр. Абая, 52'),
    paid: sends(
      'document',
      { id: '1003383839000002', mime_type: 'application/pdf', sha256: SHA256, filename: 'чек.pdf' },
      'invoice.pdf',
    ),
    thanks: sends(
      'sticker',
      { id: '1003383839000003', mime_type: 'image/webp', sha256: SHA256, animated: false },
      'sticker.webp',
    ),
  },
  {
    number: 12_340,
    product: 'набор свечей',
    price: '6 900',
    question: 'Они с запахом?',
    answer: 'Да, лаванда и сандал, по две свечи.',
    place: sends('contacts', [
      {
        name: { formatted_name: 'Ерлан Сатпаев', first_name: 'Ерлан', last_name: 'Сатпаев' },
        phones: [{ phone: '+77017654321', type: 'CELL', wa_id: '77017654321' }],
      },
    ]),
    paid: says('Оплатила переводом'),
    thanks: sends(
      'audio',
      { id: '1003383839000004', mime_type: 'audio/ogg; codecs=opus', sha256: SHA256, voice: true },
      'voice.ogg',
    ),
  },
  {
    number: 12_341,
    product: 'открытка ручной работы',
    price: '1 500',
    question: 'Можно подписать внутри?',
    answer: 'Конечно, напишите текст.',
    place: says('С днём рождения, мама! Адрес прежний.'),
    paid: photo('1003383839000005', 'Оплатила'),
    thanks: saysAndDeletes('Ой, это не вам'),
    reaction: '👍',
  },
  {
    number: 12_342,
    product: 'корзина с фруктами',
    price: '24 900',
    question: 'Что внутри?',
    answer: 'Виноград, груши, манго, гранат и мята.',
    place: sends('location', { latitude: 43.2567, longitude: 76.9286 }),
    paid: says('Оплатила, проверьте, пожалуйста'),
    thanks: says('Очень красиво, спасибо!'),
  },
  {
    number: 12_343,
    product: 'шоколад ассорти',
    price: '8 200',
    question: 'Есть без орехов?',
    answer: 'Есть, соберём без орехов.',
    place: saysAndEdits('ул. Достык, 5, офис 30', 'ул. Достык, 5, офис 301'),
    paid: says('Оплатила'),
    thanks: sends(
      'video',
      { id: '1003383839000006', mime_type: 'video/mp4', sha256: SHA256, caption: 'Распаковка 😊' },
      'video.mp4',
    ),
  },
  {
    number: 12_344,
    product: 'воздушные шары',
    price: '9 800',
    question: 'Сколько держатся?',
    answer: 'С обработкой до двух недель.',
    place: says('пр. Абая, 52, к 18:00'),
    paid: photo('1003383839000007', 'Чек'),
    thanks: says('Дети в восторге 🎈'),
  },
  {
    number: 12_345,
    product: 'букет «Осень»',
    price: '21 000',
    question: 'Когда будет готов?',
    answer: 'Сегодня, я напишу.',
    place: says('Заберу сама'),
    paid: says('Оплатила, заказ #12345'),
    thanks: says('Хорошо, жду'),
  },
];

/** The talk about one order: always 17 messages. */
function orderTalk({ number, product, price, question, answer, place, paid, thanks, reaction }: Order): Beat[] {
  return [
    says(`Здравствуйте! У вас есть ${product}?`),
    writes(`Здравствуйте, Айгуль! Да, есть: ${price} ₸.`),
    says(question),
    writes(answer),
    sendsPhoto('Вот так выглядит', `${product}, ${price} ₸`),
    says('Беру!'),
    writes('Отлично! Куда доставить?'),
    place,
    writes(`Спасибо! Заказ #${number} оформлен.`),
    sendsInvoice(number),
    paid,
    writes('Оплату получили, спасибо!', 'delivered'),
    says('Во сколько ждать?'),
    writes('Сегодня до 20:00.'),
    says('Хорошо'),
    thanks,
    withReaction(writes('Спасибо, что выбрали нас 🌷'), reaction),
  ];
}

const ORDERED_ITEMS = { product_retailer_id: 'vaza-17', quantity: 1, item_price: 7500, currency: 'KZT' };

/** What no ordinary order brings: buttons, a list, a catalogue order, a type Meta does not pass on, and a failure. */
const RARE_KINDS: readonly Beat[] = [
  says('Здравствуйте! Хочу вазу из каталога.'),
  sends('order', { catalog_id: '194836987003835', product_items: [ORDERED_ITEMS], text: 'Эту, пожалуйста' }),
  writes('Здравствуйте! Ваза есть. Подтвердите, пожалуйста, заказ.', 'sent'),
  presses('button', { text: 'Подтверждаю', payload: 'confirm' }),
  writes('Доставка или самовывоз?'),
  presses('interactive', { type: 'button_reply', button_reply: { id: 'pickup', title: 'Самовывоз' } }),
  writes('Когда вам удобно?'),
  presses('interactive', {
    type: 'list_reply',
    list_reply: { id: 'slot-2', title: 'Завтра, 10:00–12:00', description: 'пр. Абая, 10' },
  }),
  {
    from: 'customer',
    type: 'unsupported',
    parts: () => ({
      errors: [
        {
          code: 131_051,
          title: 'Message type unknown',
          message: 'Message type unknown',
          error_data: { details: 'Message type is currently not supported.' },
        },
      ],
    }),
  },
  sendsPhoto('Фото вазы', 'Ваза', {
    code: 131_053,
    title: 'Media upload error',
    details: 'Downloading media failed. Please try again, or check that the file can be opened.',
  }),
  sendsPhoto('Фото вазы', 'Ваза'),
];

/** Messages 456, 457 and 458 word for word as the operator contract shows them, with its gaps between their times. */
const CONTRACT_END: readonly TimedBeat[] = [
  { beat: writes('Здравствуйте! Ваш заказ готов к выдаче.', 'delivered'), secondsAgo: 1504 },
  { beat: writes('Ваш заказ готов'), secondsAgo: 1500 },
  { beat: says('Спасибо!'), secondsAgo: 1200 },
];

/** The example chat: 150 messages over eight days, oldest first, the last order today. */
export function aigulStory(): TimedBeat[] {
  const talks = ORDERS.map(orderTalk);
  talks.splice(4, 0, [...RARE_KINDS]);
  const days = talks.map((beats, index) => spread(beats, (talks.length - 1 - index) * DAY_S + 5 * HOUR_S));
  return [...days.flat(), ...CONTRACT_END];
}

/** One to six minutes between messages: 17 of them fit into two hours. */
function spread(beats: readonly Beat[], startsSecondsAgo: number): TimedBeat[] {
  let secondsAgo = startsSecondsAgo;
  return beats.map((beat, index) => {
    secondsAgo -= 60 + ((index * 97) % 300);
    return { beat, secondsAgo };
  });
}
