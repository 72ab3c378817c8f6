/** What a demo customer writes back, by the type of what was sent. People answer a question differently than a photo. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  text: ['Спасибо!', 'Хорошо, поняла 👍', 'Отлично, заберу сегодня после шести', 'Ок, жду', 'Супер, спасибо за ответ!'],
  question: ['Да, всё верно', 'Да, подходит', 'Лучше завтра утром, можно?', 'Пока не знаю, отвечу вечером'],
  image: ['Красиво! Спасибо за фото 😊', 'Вижу, то что нужно', 'Да, это мой заказ'],
  document: ['Получила, спасибо. Оплачу сегодня', 'Открылось, всё в порядке', 'Спасибо, передам бухгалтеру'],
  audio: ['Послушаю чуть позже, я на работе', 'Поняла, спасибо!'],
  video: ['Посмотрела, спасибо!'],
  location: ['Нашла на карте, еду', 'Спасибо, это недалеко'],
  template: ['Здравствуйте! Да, интересно', 'Здравствуйте, подскажите подробнее'],
};
const OTHERWISE: readonly string[] = ['Хорошо, спасибо', '👍'];

/** The customer's answer; `turn` counts their answers, so that two in a row differ. */
export function chooseAnswer(type: string, text: string | undefined, turn: number): string {
  const kind = type === 'text' && text?.includes('?') ? 'question' : type;
  const answers = (Object.hasOwn(ANSWERS, kind) ? ANSWERS[kind] : undefined) ?? OTHERWISE;
  return answers[turn % answers.length] ?? '👍';
}
