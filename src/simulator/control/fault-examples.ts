import type { ApiBodyOptions } from '@nestjs/swagger';

type Examples = NonNullable<Extract<ApiBodyOptions, { examples?: unknown }>['examples']>;

const AIGUL = '+77011234567';

/** For the drop-down in Swagger UI; each of them can be sent as it stands. */
export const FAULT_EXAMPLES = {
  throttle: { summary: 'Throttle the next three messages', value: { refuse: { code: 130429, times: 3 } } },
  throttleForAMinute: {
    summary: 'Throttle everything for a minute',
    value: { throttle: { code: 130429, forMs: 60_000 } },
  },
  pairLimit: {
    summary: 'The pair limit of one customer is hit',
    value: { throttle: { code: 131056, forMs: 16_000, phone: AIGUL } },
  },
  notOnWhatsApp: {
    summary: 'One customer is not on WhatsApp',
    value: { refuse: { code: 131026, times: 'always', phone: AIGUL } },
  },
  tokenExpired: {
    summary: 'The access token has expired',
    value: { refuse: { code: 190, times: 'always', fields: { error_subcode: 463 } } },
  },
  broken: {
    summary: 'WhatsApp is broken (131000)',
    value: { refuse: { code: 131000, times: 1, fields: { is_transient: true } } },
  },
  tooMany: { summary: 'A throttle with HTTP 429', value: { refuse: { code: 80007, status: 429 } } },
  lost: { summary: 'Lose the next answer', value: { dropAfterAccept: { times: 1 } } },
  reset: { summary: 'Reset the next connection, nothing is accepted', value: { dropBeforeAccept: { times: 1 } } },
  badGateway: { summary: '502 with HTML, yet the message was sent', value: { garbage: { answer: 'html-502' } } },
  badGatewayNotSent: {
    summary: '502 with HTML, and the message was not sent',
    value: { garbage: { answer: 'html-502', isAccepted: false } },
  },
  gatewayTimeout: { summary: '504 with HTML', value: { garbage: { answer: 'html-504' } } },
  emptyAnswer: { summary: '200 without a body', value: { garbage: { answer: 'empty-200' } } },
  noId: { summary: "200 without the message's id", value: { garbage: { answer: 'no-id-200' } } },
  brokenJson: { summary: '200 with half of a JSON', value: { garbage: { answer: 'broken-json-200' } } },
  slow: { summary: 'Answer slowly', value: { delayMs: 5000 } },
  slowForOne: { summary: 'Answer slowly for one customer', value: { phone: AIGUL, delayMs: 5000 } },
  uploadRefused: { summary: 'Refuse the next upload', value: { upload: { answer: 'refuse', code: 131053 } } },
  uploadBroken: { summary: 'Answer the next upload with 500', value: { upload: { answer: 'html-500' } } },
  uploadDropped: { summary: 'Drop the next upload', value: { upload: { answer: 'drop' } } },
  failedAfterSent: { summary: 'Failed after sent', value: { fail: { code: 131026 } } },
  failedAtOnce: {
    summary: 'Accepted, then failed without sent',
    value: { fail: { code: 131049, isAfterSent: false } },
  },
  noReceipts: { summary: 'No receipts', value: { receipts: 'none' } },
  shuffled: { summary: 'Receipts in a wrong order', value: { receipts: 'shuffled' } },
  duplicated: { summary: 'Each receipt twice', value: { receipts: 'duplicated' } },
  onlyRead: { summary: 'Read, and neither sent nor delivered', value: { receipts: 'only-read' } },
  late: { summary: 'Receipts a minute late', value: { receiptsLateMs: 60_000 } },
  early: { summary: 'Receipts before the answer', value: { receiptsBeforeAnswer: true } },
  batched: { summary: '1,000 receipts in one body', value: { batchSize: 1000 } },
  copies: {
    summary: 'Every webhook twice, receipts in a wrong order',
    value: { webhookCopies: 2, receipts: 'shuffled' },
  },
  twoCallbacks: {
    summary: 'Every update to a second callback too',
    value: { secondWebhookUrl: 'http://127.0.0.1:3001/api/waba/webhook' },
  },
  windowInAnswer: { summary: 'A closed window is told in the answer', value: { windowClosed: 'answer' } },
  normal: { summary: 'No faults', value: {} },
} satisfies Examples;
