import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphClientService } from './graph-client.service.js';

const CHANNEL = { phoneNumberId: '106540352242922', accessToken: 'EAAtoken' };

describe('GraphClientService.markRead', () => {
  let server: Server;
  let client: GraphClientService;
  let answer: string | undefined;
  const seen: unknown[] = [];

  beforeEach(async () => {
    seen.length = 0;
    answer = '{"success":true}';
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push([`${request.method} ${request.url}`, JSON.parse(Buffer.concat(chunks).toString())]);
        if (answer !== undefined) response.end(answer);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = new GraphClientService({ baseUrl, version: 'v25.0' });
  });

  afterEach(async () => {
    server.closeAllConnections();
    await client.onApplicationShutdown();
    await new Promise((resolve) => server.close(resolve));
  });

  it('marks a message as read, and shows typing where it is told to', async () => {
    expect(await client.markRead(CHANNEL, { wamid: 'wamid.1', isTyping: false })).toEqual({ kind: 'marked' });
    expect(await client.markRead(CHANNEL, { wamid: 'wamid.1', isTyping: true })).toEqual({ kind: 'marked' });
    const path = 'POST /v25.0/106540352242922/messages';
    const body = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.1' };
    expect(seen).toEqual([
      [path, body],
      [path, { ...body, typing_indicator: { type: 'text' } }],
    ]);
  });

  it('waits no longer than it is told', async () => {
    answer = undefined;
    expect(await client.markRead(CHANNEL, { wamid: 'wamid.1', isTyping: true }, 200)).toEqual({
      kind: 'failed',
      reason: 'TIMEOUT',
    });
  });
});
