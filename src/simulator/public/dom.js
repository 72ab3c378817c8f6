// @ts-check
// What both panes are made of. Texts become text nodes and attributes, never markup.

/** @typedef {import('./types').Bubble} Bubble */
/** @typedef {import('./types').Key} Key */

const TICKS = /** @type {Record<string, string>} */ ({ pending: '◷', sent: '✓', failed: '⚠' });

/** The elements of the page by their ids. */
export const page = /** @type {import('./types').Page} */ (
  Object.fromEntries([...document.querySelectorAll('[id]')].map((one) => [one.id, one]))
);

/**
 * A new element: functions listen, booleans switch, the rest are attributes.
 * @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {Record<string, unknown>} [props]
 * @param {...(Node | string | null | undefined | false)} children @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') node.addEventListener(name, (event) => value(event));
    else if (typeof value === 'boolean') node.toggleAttribute(name, value);
    else node.setAttribute(name, String(value));
  }
  node.append(...children.flatMap((child) => child || []));
  return node;
}

/**
 * Makes a list show these items. What has not changed stays as it is, and the focus where it was.
 * @template {{key: Key}} T @param {HTMLElement} list @param {T[]} items @param {(item: T) => HTMLElement} draw
 */
export function show(list, items, draw) {
  const shown = new Map([...list.children].map((node) => [node.getAttribute('data-key'), node]));
  const controls = (/** @type {Element | undefined} */ node) => [
    ...(node?.querySelectorAll('button, select, a') ?? []),
  ];
  let focus = list.contains(document.activeElement) ? document.activeElement : null;
  const nodes = items.map((item) => {
    const old = shown.get(String(item.key));
    const content = JSON.stringify(item);
    if (old?.getAttribute('data-content') === content) return old;
    const node = draw(item);
    Object.assign(node.dataset, { key: item.key, content });
    if (focus && old?.contains(focus)) focus = controls(node)[controls(old).indexOf(focus)] ?? list;
    return node;
  });
  if (nodes.length === list.children.length && nodes.every((node, at) => node === list.children[at])) return;
  list.replaceChildren(...nodes);
  if (focus instanceof HTMLElement) focus.focus({ preventScroll: true });
}

/** The oldest first. @param {HTMLElement} list @param {Bubble[]} bubbles @param {import('./types').Deeds} deeds */
export function showBubbles(list, bubbles, deeds) {
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const days = bubbles.map(({ at }) => new Date(at).toLocaleDateString([], { day: 'numeric', month: 'long' }));
  const items = bubbles.map((bubble, at) => ({ ...bubble, day: days[at] !== days[at - 1] && days[at] }));
  show(list, items, (item) => drawBubble(item, deeds));
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

/** @param {Bubble & {day: string | undefined | false}} bubble @param {import('./types').Deeds} deeds */
function drawBubble({ key, isMine, text, at, day, note = '', ticks, file, ...rest }, deeds) {
  const { quote, buttons = [], reactions = [], problem, retry, canAnswer } = rest;
  const time = new Date(at).toLocaleTimeString([], { timeStyle: 'short', hourCycle: 'h23' });
  const photo = file?.isImage && make('img', { src: file.url, alt: text || 'Photo' });
  const link = file && make('a', { href: file.url, target: '_blank', rel: 'noopener' }, `⇩ ${file.name}`);
  const tick = ticks && make('span', { class: ticks, role: 'img', 'aria-label': ticks }, TICKS[ticks] ?? '✓✓');
  const react = make('select', { 'aria-label': 'React', change: () => deeds.onReact(key, react.value) });
  react.append(
    new Option('☺', '-', true),
    ...['👍', '❤️', '😂', '🙏'].map((one) => new Option(one)),
    new Option('none', ''),
  );
  const reply = make('button', { 'aria-label': 'Reply', click: () => deeds.onReply(key) }, '↩');
  const article = make('article', {}, quote && make('blockquote', { dir: 'auto' }, quote), photo || link);
  article.append(
    make('p', { dir: 'auto' }, text),
    ...buttons.map((title) => make('p', { class: 'press', dir: 'auto' }, title)),
    make('small', {}, make('span', { class: 'reactions' }, ...reactions), ` ${note} ${time} `, tick),
    make('p', { class: 'shut' }, problem, retry && make('button', { click: () => deeds.onRetry?.(key) }, retry)),
  );
  const doings = canAnswer && make('div', { class: 'deeds' }, reply, react);
  return make('li', { class: isMine ? 'mine' : 'theirs' }, day && make('h3', {}, day), article, doings);
}

/**
 * Fills a form in which one writes and answers; a file goes at once, with what is written.
 * @param {HTMLFormElement} form @param {import('./types').Writing} writing
 */
export function composer(form, { onSend, onType }) {
  let replyTo = /** @type {Key | null} */ (null);
  const quote = make('button', { type: 'button', hidden: true, click: () => answer(null, '') });
  const input = make('input', { type: 'file', class: 'unseen', 'aria-label': 'Attach a file' });
  const attach = make('label', { class: 'attach', title: 'Attach a file' }, '+', input);
  const words = make('textarea', { rows: 1, dir: 'auto', 'aria-label': 'Message', maxlength: 4096 });
  form.append(quote, attach, words, make('button', { 'aria-label': 'Send' }, '➤'));
  input.addEventListener('change', () => form.requestSubmit());
  words.addEventListener('input', () => onType?.());
  words.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const written = { text: words.value.trim(), file: input.files?.[0], replyTo };
    if (written.text === '' && written.file === undefined) return;
    form.reset();
    answer(null, '');
    onSend(written);
  });
  /** Begins an answer to a message, or gives it up. @param {Key | null} key @param {string} text */
  function answer(key, text) {
    replyTo = key;
    quote.hidden = key === null;
    quote.textContent = `✕ ${text}`;
    words.focus();
  }
  return answer;
}

/** What WhatsApp calls a file of this type. @param {string} type */
export function kindOf(type) {
  if (type === 'image/webp') return 'sticker';
  return /^(image\/(jpeg|png)|video\/(mp4|3gpp)|audio\/.*)$/.test(type) ? type.replace(/\/.*/, '') : 'document';
}
