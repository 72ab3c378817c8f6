import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { WsSocket } from './ws-socket.js';

const PING_MS = 20;

describe('WsSocket', () => {
  let server: WebSocketServer;
  let heard: string[];

  beforeEach(async () => {
    heard = [];
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });

  /** Both ends of a connection; ours pings every 20 ms. */
  async function connect(options: {
    autoPong: boolean;
  }): Promise<{ ours: WsSocket; peer: WebSocket; ended: Promise<void> }> {
    const accepted = once(server, 'connection') as Promise<[WebSocket]>;
    const peer = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
    peer.on('error', () => undefined);
    const opened = once(peer, 'open');
    const [socket] = await accepted;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const handlers = {
      text: (text: string) => void heard.push(text),
      binary: () => void heard.push('bytes'),
      ended: () => end(),
    };
    const ours = new WsSocket(socket, handlers, PING_MS);
    await opened;
    return { ours, peer, ended };
  }

  it('cuts a peer off that answers no ping', async () => {
    const { ours, peer, ended } = await connect({ autoPong: false });
    const closed = once(peer, 'close');
    await ended;
    expect(ours.isOpen).toBe(false);
    expect((await closed)[0]).toBe(1006);
  });

  it('keeps one that does', async () => {
    const { ours, peer } = await connect({ autoPong: true });
    for (let pings = 0; pings < 5; pings += 1) await once(peer, 'ping');
    expect(ours.isOpen).toBe(true);
    peer.terminate();
  });

  it('tells texts from bytes, and what was written from what has left', async () => {
    const { ours, peer, ended } = await connect({ autoPong: true });
    peer.send('one');
    peer.send(Buffer.from('two'));
    const received = once(peer, 'message');
    ours.write('{"id":"1"}');
    ours.write('{"id":"2"}');
    expect(ours.backlog.events).toBe(2);
    expect(String((await received)[0])).toBe('{"id":"1"}');
    // What the peer sent before it answered our ping has come before that answer.
    await once(peer, 'ping');
    await once(peer, 'ping');
    ours.close(4401, 'session_ended');
    ours.write('{"id":"3"}');
    const [code, reason] = (await once(peer, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([4401, 'session_ended']);
    await ended;
    expect(ours.backlog.events).toBe(0);
    expect(heard).toEqual(['one', 'bytes']);
  });
});
