import { describe, expect, it } from '@jest/globals';
import { describeFailure, ownFailure, renderFailure, type StoredFailure } from './message-error.js';
import {
  STORY_KINDS,
  type StoryAttempt,
  type StoryDeed,
  type StoryFacts,
  type StoryReceipt,
  tellStory,
} from './story.js';

const START = Date.parse('2026-03-01T12:00:00.000Z');
/** So many seconds after the message was written. */
const at = (seconds: number): Date => new Date(START + Math.round(seconds * 1000));

function meta(code: number): StoredFailure {
  return { code, subcode: null, title: null, details: null, fbtraceId: null };
}

/** Our words for a code of Meta, as they stand inside a sentence. */
function reason(code: number): string {
  return `${renderFailure(meta(code), 'en').title.replace(/\.$/, '')} (${code})`;
}

/** An attempt that WhatsApp accepted half a second after it was written. */
function attempt(given: Partial<StoryAttempt> = {}): StoryAttempt {
  return {
    number: 1,
    state: 'accepted',
    reason: null,
    failure: null,
    createdAt: at(0),
    nextAt: null,
    postingAt: at(0),
    finishedAt: at(0.5),
    failedAt: null,
    ...given,
  };
}

function queued(given: Partial<StoryAttempt> = {}): StoryAttempt {
  return attempt({ state: 'queued', postingAt: null, finishedAt: null, ...given });
}

function refused(failure: StoredFailure, given: Partial<StoryAttempt> = {}): StoryAttempt {
  return attempt({ state: 'refused', failure, failedAt: at(0.5), ...given });
}

function receipt(status: StoryReceipt['status'], seconds: number, given: Partial<StoryReceipt> = {}): StoryReceipt {
  return { attempt: 1, status, occurredAt: at(seconds), receivedAt: at(seconds + 1), failure: null, ...given };
}

function deed(action: string, seconds: number, given: Partial<StoryDeed> = {}): StoryDeed {
  return { attempt: 1, action, at: at(seconds), by: 'boss@example.com', acceptDuplicate: false, ...given };
}

function facts(given: Partial<StoryFacts> = {}): StoryFacts {
  return {
    direction: 'out',
    origin: 'operator',
    timestamp: at(0),
    scheduledAt: null,
    sender: 'operator@example.com',
    attempts: [],
    receipts: [],
    deeds: [],
    waitsUntil: null,
    pausedAt: null,
    ...given,
  };
}

const QUEUED = '0 queued: Queued by operator@example.com.';
const BEGAN = '0 began: Attempt 1: on its way to WhatsApp.';
const ACCEPTED = '0.5 accepted: WhatsApp accepted it.';

const CASES: [string, Partial<StoryFacts>, string[]][] = [
  [
    'of a customer’s message is that they wrote it',
    { direction: 'in', origin: 'customer', sender: null },
    ['0 received: Written by the customer.'],
  ],
  [
    'of a message written on the phone names the phone',
    { origin: 'phone_app', sender: null },
    ['0 queued: Written in the WhatsApp app on the business phone.'],
  ],
  ['names nobody where the user is gone', { sender: null }, ['0 queued: Queued.']],
  [
    'of a scheduled message says for when, and nothing of waiting before that',
    { scheduledAt: at(60), attempts: [queued({ createdAt: at(60) })] },
    ['0 scheduled: Scheduled by operator@example.com for 2026-03-01 12:01:00 UTC.'],
  ],
  [
    'of a scheduled message counts the wait from its time',
    { scheduledAt: at(60), attempts: [attempt({ createdAt: at(60), postingAt: at(63), finishedAt: at(64) })] },
    [
      '0 scheduled: Scheduled by operator@example.com for 2026-03-01 12:01:00 UTC.',
      '63 waited: Waited 3 s for its turn.',
      '63 began: Attempt 1: on its way to WhatsApp.',
      '64 accepted: WhatsApp accepted it.',
    ],
  ],
  [
    'of an ordinary message goes from queued to read',
    {
      attempts: [attempt()],
      receipts: [receipt('read', 9), receipt('delivered', 2), receipt('sent', 1)],
    },
    [
      QUEUED,
      BEGAN,
      ACCEPTED,
      '1 sent: Sent on by WhatsApp.',
      '2 delivered: Delivered to the customer’s phone.',
      '9 read: Read by the customer.',
    ],
  ],
  [
    'says that read was reported before delivered',
    {
      attempts: [attempt()],
      receipts: [receipt('read', 3, { receivedAt: at(4) }), receipt('delivered', 2, { receivedAt: at(5) })],
    },
    [
      QUEUED,
      BEGAN,
      ACCEPTED,
      '2 delivered: Delivered to the customer’s phone.',
      '3 read: Read by the customer; this was reported before “delivered”.',
    ],
  ],
  [
    'counts a voice note played as read',
    { attempts: [attempt()], receipts: [receipt('played', 3)] },
    [QUEUED, BEGAN, ACCEPTED, '3 read: Played by the customer.'],
  ],
  [
    'lets no receipt seem older than what it tells of, for Meta cuts its times to seconds',
    {
      attempts: [attempt({ createdAt: at(0.2), postingAt: at(0.2), finishedAt: at(0.7) })],
      timestamp: at(0.2),
      receipts: [receipt('sent', 0), receipt('delivered', 0)],
    },
    [
      '0.2 queued: Queued by operator@example.com.',
      '0.2 began: Attempt 1: on its way to WhatsApp.',
      '0.7 accepted: WhatsApp accepted it.',
      '0.7 sent: Sent on by WhatsApp.',
      '0.7 delivered: Delivered to the customer’s phone.',
    ],
  ],
  [
    'tells a receipt that came before the answer before it',
    {
      attempts: [attempt({ finishedAt: at(5) })],
      receipts: [receipt('sent', 1, { receivedAt: at(2) })],
    },
    [QUEUED, BEGAN, '1 sent: Sent on by WhatsApp.', '5 accepted: WhatsApp accepted it.'],
  ],
  [
    'tells why WhatsApp refused, and when it goes on',
    {
      attempts: [refused(meta(131000)), queued({ number: 2, createdAt: at(0.5), nextAt: at(1.5) })],
      waitsUntil: at(1.5),
    },
    [
      QUEUED,
      BEGAN,
      `0.5 refused: WhatsApp did not take it: ${reason(131000)}. It is tried again at 2026-03-01 12:00:01 UTC.`,
    ],
  ],
  [
    'tells of a throttle and of the wait it brought',
    {
      attempts: [
        refused(meta(131056)),
        attempt({ number: 2, createdAt: at(0.5), nextAt: at(4.5), postingAt: at(70), finishedAt: at(71) }),
      ],
    },
    [
      QUEUED,
      BEGAN,
      `0.5 throttled: WhatsApp asked to slow down: ${reason(131056)}. It is tried again at 2026-03-01 12:00:04 UTC.`,
      '70 waited: Waited 1 min 5 s for its turn.',
      '70 began: Attempt 2: on its way to WhatsApp.',
      '71 accepted: WhatsApp accepted it.',
    ],
  ],
  [
    'ends with a refusal for good',
    { attempts: [refused(meta(131026))] },
    [QUEUED, BEGAN, `0.5 refused: WhatsApp did not take it: ${reason(131026)}.`],
  ],
  [
    'tells where WhatsApp could not be reached at all',
    { attempts: [refused(ownFailure('UPSTREAM')), queued({ number: 2, nextAt: at(1.5) })] },
    [QUEUED, BEGAN, '0.5 refused: WhatsApp could not be reached. It is tried again at 2026-03-01 12:00:01 UTC.'],
  ],
  [
    'tells apart the file that was refused',
    { attempts: [refused(meta(131053), { postingAt: null })] },
    [QUEUED, `0.5 refused: WhatsApp did not take the file: ${reason(131053)}.`],
  ],
  [
    'tells what it waits for: a limit',
    { attempts: [queued()], waitsUntil: at(60) },
    [QUEUED, '0 waiting: Waits for a limit of WhatsApp, until 2026-03-01 12:01:00 UTC.'],
  ],
  [
    'tells what it waits for: its channel',
    { attempts: [queued()], waitsUntil: at(60), pausedAt: at(-60) },
    [QUEUED, '0 waiting: Waits: sending from this channel is paused.'],
  ],
  [
    'does not speak of a pause after it has left',
    { attempts: [attempt()], pausedAt: at(2) },
    [QUEUED, BEGAN, ACCEPTED],
  ],
  [
    'tells of an answer that was lost, and what a receipt told after all',
    {
      attempts: [attempt({ reason: 'ECONNRESET', finishedAt: at(30) })],
      receipts: [receipt('delivered', 2)],
    },
    [
      QUEUED,
      BEGAN,
      '2 delivered: Delivered to the customer’s phone.',
      '30 uncertain: No answer came from WhatsApp: whether it took the message is not known.',
    ],
  ],
  [
    'tells that it was given up and sent again all the same',
    {
      attempts: [
        attempt({ state: 'uncertain', reason: 'timeout', finishedAt: at(30), failedAt: at(930) }),
        attempt({ number: 2, createdAt: at(1000), postingAt: at(1000), finishedAt: at(1001) }),
      ],
      deeds: [deed('message.retried', 1000, { attempt: 2, acceptDuplicate: true })],
    },
    [
      QUEUED,
      BEGAN,
      '30 uncertain: No answer came from WhatsApp: whether it took the message is not known.',
      '930 given_up: WhatsApp never told what became of it; given up.',
      '1000 retried: Sent again by boss@example.com, although the customer may already have it.',
      '1000 began: Attempt 2: on its way to WhatsApp.',
      '1001 accepted: WhatsApp accepted it.',
    ],
  ],
  [
    'tells of a failure without a reason',
    { attempts: [attempt()], receipts: [receipt('failed', 3, { failure: describeFailure(undefined) })] },
    [QUEUED, BEGAN, ACCEPTED, '3 failed: WhatsApp could not deliver it and gave no reason.'],
  ],
  [
    'tells of a failure that came by receipt',
    { attempts: [attempt()], receipts: [receipt('failed', 3, { failure: meta(131026) })] },
    [QUEUED, BEGAN, ACCEPTED, `3 failed: WhatsApp could not deliver it: ${reason(131026)}.`],
  ],
  [
    'tells that the window closed before its turn came',
    { attempts: [refused(ownFailure('WINDOW_CLOSED'), { postingAt: null })] },
    [QUEUED, '0.5 failed: Not sent: the 24 hours after the customer’s last message were over.'],
  ],
  [
    'tells who cancelled it',
    {
      attempts: [refused(ownFailure('CANCELLED'), { postingAt: null })],
      deeds: [deed('message.cancelled', 0.5)],
    },
    [QUEUED, '0.5 cancelled: Cancelled by boss@example.com.'],
  ],
  [
    'tells that it was cancelled also where the audit trail has gone',
    { attempts: [refused(ownFailure('CANCELLED'), { postingAt: null })] },
    [QUEUED, '0.5 cancelled: Cancelled.'],
  ],
  ['leaves deeds it does not know to the audit trail', { deeds: [deed('message.starred', 1)] }, [QUEUED]],
];

describe('tellStory', () => {
  it.each(CASES)('%s', (_, given, expected) => {
    const story = tellStory(facts(given));
    expect(story.map((step) => `${(step.at.getTime() - START) / 1000} ${step.kind}: ${step.text.en}`)).toEqual(
      expected,
    );
  });

  it('has every step in Russian too, as a sentence', () => {
    const texts = CASES.flatMap(([, given]) => tellStory(facts(given))).map(({ text }) => text.ru);
    expect(texts.filter((text) => !/^(?!.*undefined)(WhatsApp|[А-Я]).*[а-я].*\.$/.test(text))).toEqual([]);
  });

  it('has every kind in one of the cases above', () => {
    const kinds = new Set(CASES.flatMap(([, given]) => tellStory(facts(given))).map(({ kind }) => kind));
    expect(STORY_KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});
