import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MediaFetcher } from './media-fetcher.js';
import { answering, BODY, HOST, MediaHosts, saying, URL_TEXT, type Running } from './media-hosts.fixture.js';

let hosts: MediaHosts;
let canary: Running;

beforeAll(async () => {
  hosts = await MediaHosts.create();
});

beforeEach(async () => {
  canary = await hosts.https(answering(200));
});

afterEach(async () => hosts.reset());

afterAll(async () => hosts.remove());

describe('MediaFetcher.fetch', () => {
  it('streams the file to its hosts.destination with its size and hash', async () => {
    const result = await hosts.fetchFrom(answering(200, { 'content-type': 'image/jpeg' }));
    const sha256 = createHash('sha256').update(BODY).digest('hex');
    expect(result).toEqual({ ok: true, path: hosts.destination, size: BODY.length, sha256, contentType: 'image/jpeg' });
    expect(await readFile(hosts.destination)).toEqual(BODY);
    expect((await stat(hosts.destination)).mode & 0o777).toBe(0o600);
  });

  it('says nothing to the host but what it wants, and names the host in SNI', async () => {
    const server = await hosts.https(answering(200));
    await hosts.fetcherTo(server).fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination);
    const request = server.requests[0];
    expect(request?.url).toBe('/files/a%20b.jpg?size=1');
    expect(request?.headers).toEqual({
      host: HOST,
      connection: 'close',
      'user-agent': 'wa-operator-backend',
      accept: '*/*',
      'accept-encoding': 'identity',
    });
    expect(request?.socket).toMatchObject({ servername: HOST });
  });

  it('accepts a body of exactly the limit and refuses one byte more, with and without a length', async () => {
    const chunked: RequestListener = (_request, response) => {
      response.write(BODY.subarray(0, 5));
      response.end(BODY.subarray(5));
    };
    expect(await hosts.fetchFrom(answering(200), BODY.length)).toMatchObject({ ok: true, size: BODY.length });
    await rm(hosts.destination);
    expect(await hosts.fetchFrom(chunked, BODY.length)).toMatchObject({ ok: true, size: BODY.length });
    await rm(hosts.destination);
    expect(await hosts.fetchFrom(answering(200), BODY.length - 1)).toMatchObject({ code: 'MEDIA_TOO_LARGE' });
    expect(await hosts.fetchFrom(chunked, BODY.length - 1)).toMatchObject({ code: 'MEDIA_TOO_LARGE' });
    expect(await readdir(hosts.folder)).toEqual([]);
  });

  it('keeps every byte of a file of many pages', async () => {
    const large = Buffer.from(Uint32Array.from({ length: 200_001 }, (_value, index) => index).buffer);
    const result = await hosts.fetchFrom(answering(200, {}, large), large.length);
    const sha256 = createHash('sha256').update(large).digest('hex');
    expect(result).toMatchObject({ ok: true, size: large.length, sha256 });
    expect((await readFile(hosts.destination)).equals(large)).toBe(true);
  });

  it('hands over an empty file, which has no type', async () => {
    expect(await hosts.fetchFrom(answering(200, {}, ''))).toMatchObject({ ok: true, size: 0 });
  });

  it('reads no further than a stated length that is too small', async () => {
    const raw = `HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n${'x'.repeat(900)}`;
    expect(await hosts.fetchFrom(saying(raw))).toMatchObject({ ok: true, size: 3 });
  });

  it('never overwrites a file', async () => {
    await writeFile(hosts.destination, 'precious');
    await expect(hosts.fetchFrom(answering(200))).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(hosts.destination, 'utf8')).toBe('precious');
  });

  it('throws when the disk fails, because that is not the fault of the URL', async () => {
    const fetcher = hosts.fetcherTo(await hosts.https(answering(200)));
    const nowhere = join(hosts.folder, 'missing', 'download');
    await expect(fetcher.fetch(URL_TEXT, { maxBytes: 1000 }, nowhere)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('serves an overridden host from this machine, under its own name', async () => {
    const requests: IncomingMessage[] = [];
    const server = await hosts.listen(
      createHttpServer((request, response) => {
        requests.push(request);
        response.end(BODY);
      }),
    );
    const overrides = new Map([
      ['example.com', { address: '127.0.0.1', port: server.port, protocol: 'http' as const }],
    ]);
    const fetcher = new MediaFetcher({ overrides, lookup: async () => [] });
    const result = await fetcher.fetch('https://EXAMPLE.com/photo.jpg', { maxBytes: 1000 }, hosts.destination);
    expect(result).toMatchObject({ ok: true, size: BODY.length });
    expect(requests[0]?.headers.host).toBe('example.com');
    expect(await fetcher.fetch('https://example.org/', { maxBytes: 1 }, join(hosts.folder, 'x'))).toMatchObject({
      ok: false,
    });
  });
});

describe('MediaFetcher.fetch against private addresses', () => {
  const vectors = [
    ['A', ['127.0.0.1']],
    ['A beside a public one', ['93.184.216.34', '127.0.0.1']],
    ['AAAA beside a public A', ['93.184.216.34', '::1']],
    ['A beside a public AAAA', ['10.0.0.1', '2606:4700::1111']],
    ['metadata', ['169.254.169.254']],
    ['mapped', ['::ffff:127.0.0.1']],
    ['NAT64', ['64:ff9b::7f00:1']],
    ['link-local with a zone', ['fe80::1%lo']],
    ['no address at all', ['localhost']],
  ] as const;

  it.each(vectors)('refuses a host with %s and opens no connection', async (_name, addresses) => {
    const fetcher = new MediaFetcher({
      lookup: async () => [...addresses],
      dialPort: canary.port,
      ca: hosts.certificates.good.cert,
    });
    expect(await fetcher.fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination)).toMatchObject({
      code: 'MEDIA_URL_BLOCKED',
    });
    expect(canary.connections).toHaveLength(0);
  });

  it('reaches the same canary once its address is allowed, so the refusals above mean something', async () => {
    await hosts.fetcherTo(canary).fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination);
    expect(canary.connections).toHaveLength(1);
  });

  it.each([
    ['https://127.0.0.1/', 'MEDIA_URL_BLOCKED'],
    ['https://2130706433/', 'MEDIA_URL_BLOCKED'],
    ['https://[::ffff:127.0.0.1]/', 'MEDIA_URL_BLOCKED'],
    ['https://localhost./', 'MEDIA_URL_BLOCKED'],
    ['http://media.example.net/', 'MEDIA_URL_INVALID'],
    ['https://u:p@media.example.net/', 'MEDIA_URL_INVALID'],
  ])('refuses %s without resolving or dialling', async (url, code) => {
    let lookups = 0;
    const lookup = async (): Promise<string[]> => [`127.0.0.${(lookups += 1)}`];
    const fetcher = hosts.fetcherTo(canary, { lookup });
    expect(await fetcher.fetch(url, { maxBytes: 1000 }, hosts.destination)).toMatchObject({ ok: false, code });
    expect([lookups, canary.connections.length]).toEqual([0, 0]);
  });

  it('dials the address it checked when the name changes its answer', async () => {
    const dialled: unknown[] = [];
    const noting: RequestListener = (request, response) => {
      dialled.push(request.socket.localAddress);
      response.end(BODY);
    };
    const server = await hosts.https(noting, hosts.certificates.good, '0.0.0.0');
    const answers = [['127.0.0.1'], ['127.0.0.2'], ['127.0.0.3']];
    const asked: string[] = [];
    const lookup = async (host: string): Promise<string[]> => {
      asked.push(host);
      return answers.shift() ?? [];
    };
    const allowAddress = (address: string): boolean => address === '127.0.0.1';
    const result = await hosts
      .fetcherTo(server, { lookup, allowAddress })
      .fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination);
    expect(result).toMatchObject({ ok: true });
    expect(asked).toEqual([HOST]);
    expect(dialled).toEqual(['127.0.0.1']);
  });

  it('checks a literal address too', async () => {
    const checked: string[] = [];
    const allowAddress = (address: string): boolean => checked.push(address) === 0;
    const fetcher = hosts.fetcherTo(canary, { allowAddress });
    for (const host of ['8.8.8.8', '[2606:4700::1111]']) {
      const result = await fetcher.fetch(`https://${host}/`, { maxBytes: 1000 }, hosts.destination);
      expect(result).toMatchObject({ code: 'MEDIA_URL_BLOCKED' });
    }
    expect(checked).toEqual(['8.8.8.8', '2606:4700::1111']);
  });
});
