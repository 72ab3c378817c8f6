/** A template as `GET /{waba-id}/message_templates` shows it. */
export interface SimulatedTemplate {
  id: string;
  name: string;
  language: string;
  status: string;
  category: string;
  parameter_format: 'NAMED' | 'POSITIONAL';
  quality_score: { score: string };
  components: readonly TemplateComponent[];
}

export interface TemplateComponent {
  type: 'HEADER' | 'BODY' | 'FOOTER' | 'BUTTONS' | 'CAROUSEL';
  format?: 'TEXT' | 'IMAGE' | 'VIDEO' | 'DOCUMENT' | 'LOCATION';
  text?: string;
  buttons?: readonly TemplateButton[];
  cards?: readonly { components: readonly TemplateComponent[] }[];
  example?: Readonly<Record<string, unknown>>;
}

export interface TemplateButton {
  type: 'QUICK_REPLY' | 'URL' | 'PHONE_NUMBER' | 'COPY_CODE' | 'FLOW' | 'CATALOG' | 'MPM';
  text: string;
  flow_id?: number;
  flow_action?: string;
  navigate_screen?: string;
  url?: string;
  phone_number?: string;
  example?: readonly string[];
}

type Draft = Pick<SimulatedTemplate, 'name' | 'language' | 'components'> &
  Partial<Pick<SimulatedTemplate, 'status' | 'category' | 'parameter_format'>>;

function named(text: string, examples: Record<string, string>): TemplateComponent {
  const params = Object.entries(examples).map(([param_name, example]) => ({ param_name, example }));
  return { type: 'BODY', text, example: { body_text_named_params: params } };
}

function positional(text: string, ...examples: string[]): TemplateComponent {
  return examples.length === 0 ? { type: 'BODY', text } : { type: 'BODY', text, example: { body_text: [examples] } };
}

/** Meta's own fetcher is refused what stands here: nobody may send it as a link. */
const HANDLE = { header_handle: ['https://scontent.whatsapp.net/v/t61.29466-34/example'] };

const DRAFTS: readonly Draft[] = [
  {
    name: 'order_ready',
    language: 'ru',
    parameter_format: 'NAMED',
    components: [
      named('Здравствуйте, {{customer}}! Ваш заказ {{order}} готов к выдаче.', { customer: 'Айгуль', order: '12345' }),
      { type: 'FOOTER', text: 'Ежедневно с 9:00 до 21:00' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Заберу сегодня' },
          { type: 'QUICK_REPLY', text: 'Позже' },
        ],
      },
    ],
  },
  {
    name: 'order_ready',
    language: 'kk',
    parameter_format: 'NAMED',
    components: [
      named('Сәлеметсіз бе, {{customer}}! {{order}} тапсырысыңыз дайын, алып кетуіңізге болады.', {
        customer: 'Айгүл',
        order: '12345',
      }),
    ],
  },
  {
    name: 'order_ready',
    language: 'en',
    parameter_format: 'NAMED',
    components: [
      named('Hello {{customer}}! Your order {{order}} is ready to be picked up.', {
        customer: 'Aigul',
        order: '12345',
      }),
    ],
  },
  { name: 'hello_again', language: 'ru', components: [positional('Здравствуйте! Мы хотим продолжить наш разговор.')] },
  {
    name: 'delivery_tracking',
    language: 'ru',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Заказ {{1}}', example: { header_text: ['12345'] } },
      positional('Курьер {{1}} приедет {{2}}.', 'Ерлан', 'завтра с 10 до 12'),
      {
        type: 'BUTTONS',
        buttons: [
          {
            type: 'URL',
            text: 'Отследить',
            url: 'https://example.com/track/{{1}}',
            example: ['https://example.com/track/12345'],
          },
          { type: 'PHONE_NUMBER', text: 'Позвонить', phone_number: '+77270000000' },
        ],
      },
    ],
  },
  {
    name: 'invoice',
    language: 'ru',
    components: [
      { type: 'HEADER', format: 'DOCUMENT', example: HANDLE },
      positional('Счёт № {{1}} на сумму {{2}} ₸ во вложении.', '12345', '45 000'),
    ],
  },
  {
    name: 'pickup_point',
    language: 'ru',
    components: [{ type: 'HEADER', format: 'LOCATION' }, positional('Ваш заказ {{1}} ждёт вас здесь.', '12345')],
  },
  {
    name: 'spring_sale',
    language: 'ru',
    category: 'MARKETING',
    components: [
      { type: 'HEADER', format: 'IMAGE', example: HANDLE },
      positional('{{1}}, для вас скидка {{2}} до конца недели!', 'Айгуль', '20 %'),
      { type: 'FOOTER', text: 'Ответьте СТОП, чтобы отписаться' },
      { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', text: 'Скопировать код', example: ['SPRING20'] }] },
    ],
  },
  {
    name: 'new_collection',
    language: 'ru',
    category: 'MARKETING',
    components: [positional('{{1}}, у нас новая коллекция. Приходите посмотреть!', 'Айгуль')],
  },
  {
    name: 'login_code',
    language: 'en',
    category: 'AUTHENTICATION',
    components: [
      positional('*{{1}}* is your verification code.', '123456'),
      {
        type: 'BUTTONS',
        buttons: [
          {
            type: 'URL',
            text: 'Copy code',
            url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}',
            example: ['https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456'],
          },
        ],
      },
    ],
  },
  { name: 'bonus_points', language: 'ru', status: 'PAUSED', components: [positional('У вас {{1}} баллов.', '250')] },
  { name: 'survey', language: 'ru', status: 'REJECTED', components: [positional('Оцените нас от 1 до 5.')] },
  {
    name: 'delivery_address',
    language: 'ru',
    components: [
      positional('Укажите адрес доставки заказа {{1}}.', '12345'),
      {
        type: 'BUTTONS',
        buttons: [
          {
            type: 'FLOW',
            text: 'Заполнить',
            flow_id: 1_234_567_890,
            flow_action: 'NAVIGATE',
            navigate_screen: 'ADDRESS',
          },
        ],
      },
    ],
  },
  {
    name: 'whole_catalogue',
    language: 'ru',
    category: 'MARKETING',
    components: [
      positional('Скидка {{1}} на всё. Загляните в каталог!', '20 %'),
      { type: 'BUTTONS', buttons: [{ type: 'CATALOG', text: 'Открыть каталог' }] },
    ],
  },
  {
    name: 'left_in_cart',
    language: 'ru',
    category: 'MARKETING',
    components: [
      { type: 'HEADER', format: 'TEXT', text: '{{1}}, вы ничего не забыли?', example: { header_text: ['Айгуль'] } },
      positional('В корзине остались товары. Код {{1}} даёт скидку.', 'CART10'),
      { type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'Посмотреть' }] },
    ],
  },
  {
    name: 'spring_dresses',
    language: 'ru',
    category: 'MARKETING',
    components: [
      positional('{{1}}, новые платья уже у нас.', 'Айгуль'),
      { type: 'CAROUSEL', cards: [dress('Платье за {{1}} ₸', '12 990'), dress('Сарафан за {{1}} ₸', '9 990')] },
    ],
  },
];

function dress(text: string, price: string): { components: readonly TemplateComponent[] } {
  return {
    components: [
      { type: 'HEADER', format: 'IMAGE', example: HANDLE },
      positional(text, price),
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Хочу' },
          {
            type: 'URL',
            text: 'На сайте',
            url: 'https://example.com/dresses/{{1}}',
            example: ['https://example.com/dresses/1'],
          },
        ],
      },
    ],
  };
}

/** A handful of templates as a shop has them. Ids stay the same from start to start. */
export const TEMPLATE_CATALOGUE: readonly SimulatedTemplate[] = DRAFTS.map((draft, index) => ({
  id: String(1_380_000_000_000_001 + index),
  status: 'APPROVED',
  category: 'UTILITY',
  parameter_format: 'POSITIONAL',
  quality_score: { score: 'UNKNOWN' },
  ...draft,
}));
