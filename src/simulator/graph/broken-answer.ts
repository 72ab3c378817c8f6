import type { FastifyReply } from 'fastify';
import { GarbageKind } from '../faults.js';

/** What comes instead of Graph's answer: nothing at all, or something that is none. */
export type BrokenAnswer = 'cut' | 'reset' | GarbageKind;

interface GarbageRow {
  status: number;
  contentType?: string;
  /** None at all where it is missing. */
  body?: string;
}

const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

const GARBAGE: Readonly<Record<GarbageKind, GarbageRow>> = {
  'html-500': { status: 500, contentType: HTML, body: page('500 Internal Server Error') },
  'html-502': { status: 502, contentType: HTML, body: page('502 Bad Gateway') },
  'html-504': { status: 504, contentType: HTML, body: page('504 Gateway Time-out') },
  'empty-200': { status: 200 },
  'no-id-200': { status: 200, contentType: JSON_TYPE, body: '{"messaging_product":"whatsapp"}' },
  'broken-json-200': {
    status: 200,
    contentType: JSON_TYPE,
    body: '{"messaging_product":"whatsapp","messages":[{"id":',
  },
};

/** Answers with it. `cut` ends the connection, `reset` breaks it off with a TCP reset. */
export async function giveBrokenAnswer(reply: FastifyReply, answer: BrokenAnswer): Promise<void> {
  if (answer === 'cut' || answer === 'reset') {
    reply.hijack();
    if (answer === 'cut') reply.raw.destroy();
    else reply.request.raw.socket.resetAndDestroy();
    return;
  }
  const { status, contentType, body } = GARBAGE[answer];
  if (contentType !== undefined) reply.type(contentType);
  await reply.status(status).send(body);
}

function page(title: string): string {
  return `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>\n`;
}
