/** What a newcomer reads first, as Markdown. */
export const DOCUMENT_DESCRIPTION = `The API through which operators talk to customers on WhatsApp.

### First request

1. \`POST /api/auth/login\` with email and password gives an \`accessToken\`. In the sandbox: \`operator@example.com\`, \`sandbox-demo\`.
2. Every other request carries it: \`Authorization: Bearer <accessToken>\`. On this page: **Authorize**, paste, done.
3. \`POST /api/waba/operator/send\` with \`{"chatId": 123, "message": "Hello!"}\` sends a text; \`GET /api/waba/operator/message-status/{messageId}\` tells how far it came.
4. \`GET /api/waba/operator/chats\` is the inbox, newest activity first: filters, search, pages by cursor; \`GET …/unread\` is its badge. Both have an \`ETag\`: poll them with \`If-None-Match\`, and what has not changed is a 304. From there: read, take, assign, label, note, close.
5. Machines use an API key in the same header, \`Authorization: Bearer wak_…\`: an admin makes it at \`POST /api/admin/api-keys\`, with scopes. A CRM whose users have signed in already opens their sessions at \`POST /api/auth/sessions\`.
6. An access token lives for \`expiresIn\` seconds; \`POST /api/auth/refresh\` gives the next one.

### Errors

One body for all of them (RFC 9457, \`application/problem+json\`): branch on \`code\`, print \`error\`, quote \`requestId\`. \`type\` is a link that explains the code. \`Accept-Language: ru\` gives Russian sentences. What you may not see answers 404, as what does not exist. A \`Retry-After\` says how long to wait.

### Limits

- A field that is not in the schema is an error, as is \`null\` where the schema does not allow it. An answer has the fields of its schema, no more and no fewer.
- A body has at most 64 KiB (sign-in and password: 4 KiB), in JSON and UTF-8. Texts have at most 4,096 characters, captions 1,024.
- Images have at most 5 MiB, documents 100 MiB.
- WhatsApp lets you write freely for 24 hours after the customer last wrote; then only templates go out. The customer writes first.
- Beyond 6,000 sends a minute, 300 answers 404 a minute, the share of an API key or 5 failed sign-ins in 15 minutes the answer is 429 with \`Retry-After\`. Where requests are counted, \`RateLimit\` and \`RateLimit-Policy\` say what is left. Servers may be set to other numbers.
- Ids are whole numbers up to 9007199254740991. Times are ISO 8601 in UTC with milliseconds.

### По-русски

Войдите через \`POST /api/auth/login\`, возьмите \`accessToken\` и передавайте его в заголовке \`Authorization: Bearer …\` (на этой странице: кнопка **Authorize**). Дальше: \`send\` отправляет сообщение, \`message-status\` показывает доставку, \`chat/{chatId}/messages\` возвращает историю, \`chats\` - список чатов с фильтрами и поиском. Программам вместо входа нужен ключ API (\`POST /api/admin/api-keys\`). С \`Accept-Language: ru\` ошибки приходят на русском.`;

/** In the order of work. */
export const TAGS = [
  { name: 'Auth', description: 'Sign in, stay signed in, sign out.' },
  { name: 'Send', description: 'Write to a customer, and see how far the message came.' },
  {
    name: 'Chats',
    description: 'Find the chat, see what was said and sent in it, read it, hand it over, close it.',
  },
  { name: 'Customers', description: 'Who writes to us: their names, their chats, whom we block.' },
  { name: 'Desk', description: 'Message templates, notes among ourselves, labels, canned responses, search, export.' },
  { name: 'Realtime', description: 'Hear of changes: poll the status of a message, an unchanged answer costs a 304.' },
  { name: 'Admin', description: 'Users, channels and who works in which channel. For admins.' },
  { name: 'Meta', description: 'About this API itself: its health and its error codes. No sign-in needed.' },
] as const;
