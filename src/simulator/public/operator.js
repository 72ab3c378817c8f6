// @ts-check
// The operator's desk, on the API's packed client alone. Lists are fetched once; after that the event stream changes them.
import { createClient, localStorageSession, newMessageId } from '/client/index.js';
import { composer, kindOf, make, page, show, showBubbles } from './dom.js';
import { chooseTemplate } from './picker.js';

/** @typedef {import('./types').Chat} Chat */
/** @typedef {import('./types').Key} Key */
/** @typedef {import('./types').Message} Message */

const about = /** @type {import('./types').About} */ (await (await fetch('panes.json')).json());
const CUT_SECONDS = Number(new URLSearchParams(location.search).get('cut') ?? 30);
const chats = /** @type {Map<number, Chat>} */ (new Map());
/** Of the open chat. */
const messages = /** @type {Map<number, Message>} */ (new Map());
/** What the server has not told of yet. */
const drafts = /** @type {Map<Key, import('./types').Draft>} */ (new Map());
let [userId, openId, typedAt, cutUntil] = [0, 0, 0, 0];
let cut = new AbortController();
let stream = /** @type {import('/client/index.js').EventStream | undefined} */ (undefined);
/** The server's clock may be ahead: in the sandbox it can be moved. */
let aheadMs = Date.parse(about.now) - Date.now();

const client = createClient({
  baseUrl: about.apiUrl,
  // Each tab is an operator of its own, with a line of its own.
  session: { ...localStorageSession('desk', sessionStorage), sharedAs: undefined },
  // What is written while the line is cut goes out when it is whole again.
  retry: { tries: 10 },
  onSignedOut: () => closeDesk(),
  fetch: (url, init) => {
    const signals = init.signal ? [cut.signal, init.signal] : [cut.signal];
    return fetch(url, { ...init, signal: AbortSignal.any(signals) });
  },
});

/** Says what went wrong, where something does. @param {() => unknown} deed */
async function attempt(deed) {
  page.alert.textContent = '';
  await (async () => deed())().catch((error) => void (page.alert.textContent = error.message));
}

/** @param {{id: number, name: string}} user */
async function openDesk(user) {
  if (user.id !== userId) drafts.clear();
  userId = user.id;
  page.who.textContent = user.name;
  const after = await loadChats();
  page.login.hidden = true;
  page.work.hidden = false;
  const onState = (/** @type {string} */ state) => Object.assign(page.line, { textContent: state, className: state });
  stream = client.events({ after, share: false, onEvent, onState, onReset: () => void attempt(loadChats) });
}

function closeDesk() {
  stream?.close();
  closeChat();
  page.login.hidden = false;
  page.work.hidden = true;
}

async function loadChats() {
  const list = await client.chats({ limit: 100 });
  chats.clear();
  for (const chat of list.chats) chats.set(chat.id, chat);
  draw();
  if (chats.has(openId)) await openChat(openId);
  return list.eventId;
}

/** @param {import('/client/index.js').OperatorEvent} event */
function onEvent({ type, chatId, occurredAt, data }) {
  aheadMs = Math.max(aheadMs, Date.parse(occurredAt) - Date.now());
  if ('message' in data && chatId !== null) keepMessage(chatId, data.message, type === 'message.received');
  if ('chat' in data) chats.set(data.chat.id, data.chat);
  if (type === 'chat.access_lost' && chatId !== null) chats.delete(chatId);
  draw();
}

/** @param {number} chatId @param {Message} message @param {boolean} isNew */
function keepMessage(chatId, message, isNew) {
  const chat = chats.get(chatId);
  if (chat?.lastMessage?.id === message.id) chats.set(chatId, { ...chat, lastMessage: message });
  drafts.delete(keyOf(message));
  if (isNew) page.news.textContent = `${chat ? nameOf(chat) : 'New'}: ${message.content}`;
  if (chatId !== openId) return;
  messages.set(message.id, message);
  if (isNew) void attempt(() => markRead(chatId));
}

function draw() {
  if (!chats.has(openId)) closeChat();
  const byTime = [...chats.values()].sort((a, b) => Date.parse(b.lastActivityAt) - Date.parse(a.lastActivityAt));
  const items = byTime.map((chat) => ({ key: chat.id, chat, isOpen: chat.id === openId, left: timeLeft(chat) }));
  show(page.chats, items, ({ chat, isOpen, left }) => {
    const { lastMessage, unreadCount: unread } = chat;
    const last = `${lastMessage?.fromMe ? 'You: ' : ''}${lastMessage?.content ?? ''}`;
    const name = make('b', { dir: 'auto' }, nameOf(chat));
    const badge = unread > 0 && make('mark', { 'aria-label': `${unread} unread` }, String(unread));
    const small = make('small', { class: left.state }, `${left.words} · ${whose(chat)}`);
    const open = { 'aria-current': String(isOpen), click: () => attempt(() => openChat(chat.id)) };
    return make('li', {}, make('button', open, name, badge, make('span', { dir: 'auto' }, last), small));
  });
  const chat = chats.get(openId);
  if (chat !== undefined) drawChat(chat, timeLeft(chat));
}

/** @param {Chat} chat @param {{state: string, words: string}} left */
function drawChat(chat, left) {
  page.name.textContent = nameOf(chat);
  Object.assign(page.window, { textContent: left.words, className: left.state });
  page.whose.textContent = whose(chat);
  page.take.textContent = chat.assignee?.id === userId ? 'Release' : 'Take';
  page.pen.inert = left.state === 'shut';
  page.closed.textContent = page.pen.inert ? 'Only a template can be sent.' : '';
  const rows = [...messages.values()].sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp) || a.id - b.id);
  const waiting = [...drafts.values()].filter(({ chatId }) => chatId === chat.id);
  showBubbles(page.history, [...rows.map(toBubble), ...waiting], {
    onReply: (key) => answer(key, messageOf(key)?.content ?? ''),
    onReact: (key, emoji) => attempt(() => react(messageOf(key)?.id ?? 0, emoji)),
    onRetry: (key) => attempt(() => retry(key)),
  });
}

/** @param {Message} message @returns {import('./types').Bubble} */
function toBubble(message) {
  const { mediaUrl, media, fromMe, status, replyTo, replyToId, editedAt, error, substate } = message;
  const isImage = media?.mimeType?.startsWith('image/') ?? false;
  const again = error?.code === 'UNKNOWN_OUTCOME' ? 'Send again, even if it comes twice' : 'Send again';
  const shown = { key: keyOf(message), isMine: fromMe, at: message.timestamp, ticks: fromMe ? status : null };
  return {
    ...shown,
    text: message.caption ?? message.content,
    note: [substate, editedAt && 'edited', media && !mediaUrl && `file ${media.state}`].filter(Boolean).join(', '),
    file: media && mediaUrl ? { url: mediaUrl, name: media.filename ?? message.type, isImage } : null,
    quote: replyTo && (messages.get(replyToId ?? 0)?.content ?? 'an older message'),
    reactions: message.reactions.map(({ emoji }) => emoji),
    problem: error && `${error.title.replace(/\.$/, '')}. ${error.action} `,
    retry: status === 'failed' ? again : null,
    canAnswer: message.deletedAt === null && message.whatsappMessageId !== null,
  };
}

/** The same before and after the server has given it an id. @param {Message} message */
const keyOf = ({ id, clientMessageId }) => clientMessageId ?? id;
/** @param {Key} key */
const messageOf = (key) => [...messages.values()].find((message) => keyOf(message) === key);
/** @param {Chat} chat */
const nameOf = ({ customer: { name, phone, username, bsuid } }) => name ?? phone ?? username ?? bsuid ?? 'Somebody';
/** @param {Chat} chat */
const whose = ({ assignee }) => (assignee === null ? 'nobody’s' : assignee.id === userId ? 'yours' : assignee.email);

/** The service window, in words. @param {Chat} chat */
function timeLeft({ window: { open, expiresAt } }) {
  const until = open && expiresAt !== null ? Date.parse(expiresAt) : 0;
  const seconds = Math.floor((until - Date.now() - aheadMs) / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (seconds <= 0) return { state: 'shut', words: 'window closed' };
  if (hours > 0) return { state: 'open', words: `${hours} h ${minutes} min left` };
  return { state: 'closing', words: minutes > 0 ? `${minutes} min left` : `${seconds} s left` };
}

/** @param {number} chatId */
async function openChat(chatId) {
  openId = chatId;
  messages.clear();
  page.history.replaceChildren();
  page.chat.hidden = false;
  page.work.className = 'reading';
  await loadHistory();
  page.name.focus();
  if (chats.get(chatId)?.unreadCount) await markRead(chatId);
}

/** The page before what is there. What the stream told meanwhile is newer, and stays. */
async function loadHistory() {
  const [chatId, before] = [openId, messages.size === 0 ? {} : { before: Math.min(...messages.keys()) }];
  const older = await client.history(chatId, { limit: 50, ...before });
  if (chatId !== openId) return;
  for (const message of older.messages) if (!messages.has(message.id)) messages.set(message.id, message);
  page.older.hidden = older.messages.length < 50;
  draw();
}

function closeChat() {
  openId = 0;
  page.chat.hidden = true;
  page.work.className = '';
}

/** @param {number} id */
const markRead = (id) => client.post('/api/waba/operator/chat/{id}/read', { params: { id }, body: {} });
/** @param {number} messageId @param {string} emoji */
const react = (messageId, emoji) => client.send({ chatId: openId, type: 'reaction', reaction: { messageId, emoji } });

/** @param {Key} key */
function retry(key) {
  const [draft, message] = [drafts.get(key), messageOf(key)];
  if (draft !== undefined) return post(draft);
  const body = message?.error?.code === 'UNKNOWN_OUTCOME' ? { acceptDuplicate: true } : {};
  return client.post('/api/waba/operator/message/{id}/retry', { params: { id: message?.id ?? 0 }, body });
}

/** Shows it at once; the stream brings what becomes of it. @param {import('./types').Body} body @param {string} text */
function send(body, text) {
  const at = new Date(Date.now() + aheadMs).toISOString();
  return post({ key: newMessageId(), chatId: openId, body, text, at, isMine: true });
}

/** @param {import('./types').Draft} draft */
async function post(draft) {
  const { key, chatId, body } = draft;
  drafts.set(key, { ...draft, ticks: 'pending', problem: null, retry: null });
  draw();
  page.history.scrollTop = page.history.scrollHeight;
  await client.send({ ...body, chatId, clientMessageId: String(key) }).catch((error) => {
    // A message that is stored comes by the stream, with what is wrong.
    if (error.problem?.message || !drafts.has(key)) return;
    drafts.set(key, { ...draft, ticks: 'failed', problem: `${error.message} `, retry: 'Send again' });
    draw();
  });
}

/** @param {{text: string, file: File | undefined, replyTo: Key | null}} written */
async function write({ text, file, replyTo }) {
  const answers = replyTo === null ? {} : { replyTo: messageOf(replyTo)?.id };
  if (file === undefined) return send({ type: 'text', message: text, ...answers }, text);
  const { id } = await client.upload(file, file.name);
  const type = /** @type {NonNullable<import('./types').Body['type']>} */ (kindOf(file.type));
  const words = text || file.name;
  const said = /image|document/.test(type) ? { message: words } : {};
  return send({ type, mediaId: id, ...said, ...answers }, words);
}

const answer = composer(page.pen, {
  onSend: (written) => attempt(() => write(written)),
  onType: () => {
    if (Date.now() - typedAt < 20_000) return;
    typedAt = Date.now();
    client.post('/api/waba/operator/chat/{id}/typing', { params: { id: openId } }).catch(() => undefined);
  },
});

/** @param {HTMLElement} node @param {string} type @param {() => unknown} deed */
function on(node, type, deed) {
  node.addEventListener(type, (event) => {
    event.preventDefault();
    void attempt(deed);
  });
}
on(page.login, 'submit', async () => openDesk(await client.login(page.email.value, page.password.value)));
on(page.logout, 'click', () => client.logout().then(closeDesk));
on(page.older, 'click', loadHistory);
on(page.back, 'click', closeChat);
on(page.take, 'click', () => {
  const deed = chats.get(openId)?.assignee?.id === userId ? 'release' : 'take';
  return client.post(`/api/waba/operator/chat/{id}/${deed}`, { params: { id: openId } });
});
on(page.choose, 'click', () => chooseTemplate(client, chats.get(openId)?.channel.id ?? 0, send));
on(page.cut, 'click', () => {
  cutUntil = Date.now() + CUT_SECONDS * 1000;
  cut.abort(new TypeError('The line is cut.'));
  tick();
});

/** Counts down: the cut line, and the windows. */
function tick() {
  const seconds = Math.ceil((cutUntil - Date.now()) / 1000);
  page.cut.disabled = seconds > 0;
  page.cut.textContent = seconds > 0 ? `The line is cut: ${seconds} s` : `Cut the line for ${CUT_SECONDS} s`;
  if (seconds <= 0 && cut.signal.aborted) {
    cut = new AbortController();
    stream?.reconnect();
  }
  draw();
}

page.swagger.href = `${about.apiUrl}/api/docs`;
page.demo.append(...about.logins.map(({ name, email }) => new Option(`${name} · ${email}`, email)));
on(page.demo, 'change', () => void (page.email.value = page.demo.value));
page.email.value = page.demo.value = about.logins.find(({ email }) => email.startsWith('operator@'))?.email ?? '';
page.password.value = about.logins[0]?.password ?? '';
setInterval(tick, 1000);
tick();
const user = await client.user();
if (user !== undefined) await attempt(() => openDesk(user));
