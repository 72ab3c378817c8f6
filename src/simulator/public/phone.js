// @ts-check
// The customer's phone: whatever it knows and does goes through the simulator's /control API.
import { composer, kindOf, make, page, showBubbles } from './dom.js';

/** @typedef {import('../phones/phone-message.js').PhoneMessage} Message */
/** @typedef {import('../phones/phone-message.js').Conversation} Conversation */

const { customer: choice, online, answers } = page;

/** @param {string} path @param {RequestInit} [sent] @returns {Promise<any>} */
async function control(path, sent) {
  const response = await fetch(`control/${path}`, sent);
  const answer = await response.json();
  page.wrong.textContent = response.ok ? '' : answer.error;
  return answer;
}

/** @param {string} method @param {BodyInit} body @param {string} [type] */
const sent = (method, body, type = 'application/json') => ({ method, body, headers: { 'Content-Type': type } });

async function listCustomers() {
  const { customers } = /** @type {{customers: Conversation['customer'][]}} */ (await control('customers'));
  const before = choice.value;
  const options = customers.map(({ address, name, fate }) => new Option(`${name} · ${fate ?? address}`, address));
  choice.replaceChildren(...options, new Option('Somebody new', ''));
  choice.value = customers.some(({ address }) => address === before) ? before : (customers[0]?.address ?? '');
}

async function draw() {
  const phone = choice.value;
  const talk = /** @type {Conversation} */ (await control(`conversation?phone=${encodeURIComponent(phone)}`));
  if (choice.value !== phone) return;
  online.checked = talk.customer.isOnline;
  answers.checked = talk.customer.answers;
  page.mouth.inert = !online.checked;
  page.typing.textContent = talk.isTyping ? 'The business is typing…' : online.checked ? '' : 'The phone is off.';
  showBubbles(page.talk, talk.messages.map(toBubble), {
    onReply: (key) => answer(key, talk.messages.find(({ wamid }) => wamid === key)?.text ?? ''),
    onReact: (key, emoji) => write({ type: 'reaction', reaction: { message_id: key, emoji } }),
  });
}

/** @param {Message} message @returns {import('./types').Bubble} */
function toBubble({ wamid, fromMe, file, reactions, isEdited, isDeleted, ...message }) {
  const isImage = file?.mimeType.startsWith('image/') ?? false;
  const shown = { ...message, key: wamid, isMine: fromMe, canAnswer: !isDeleted, note: isEdited ? 'edited' : '' };
  return {
    ...shown,
    text: isDeleted ? 'This message was deleted' : message.text,
    file: file && { url: `control/media/${file.id}`, name: file.filename ?? file.mimeType, isImage },
    reactions: reactions.map(({ emoji }) => emoji),
  };
}

/** @param {object} body */
const write = (body) => control('inbound', sent('POST', JSON.stringify({ from: choice.value, ...body })));

const answer = composer(page.mouth, {
  onSend: async ({ text, file, replyTo }) => {
    const context = replyTo === null ? {} : { context: { id: replyTo } };
    if (file === undefined) return write({ type: 'text', text, ...context });
    const type = kindOf(file.type);
    const name = type === 'document' ? `?filename=${encodeURIComponent(file.name)}` : '';
    const { id } = await control(`media${name}`, sent('POST', file, file.type || 'application/octet-stream'));
    return write({ type, media: id, ...(text && { caption: text }), ...context });
  },
});

choice.addEventListener('change', () => {
  const address = `+7702${String(Date.now()).slice(-7)}`;
  if (choice.value === '') choice.append(make('option', { value: address, selected: true }, `New · ${address}`));
  void draw();
});
/** @param {object} switched */
const change = (switched) => control('customers', sent('PATCH', JSON.stringify({ phone: choice.value, ...switched })));
online.addEventListener('change', () => void change({ isOnline: online.checked }));
answers.addEventListener('change', () => void change({ answers: answers.checked }));

const changes = new EventSource('control/changes');
changes.addEventListener('open', () => void listCustomers().then(draw));
changes.addEventListener('message', ({ data }) => {
  const { address } = JSON.parse(data);
  if (address === null || address === choice.value) void draw();
});
