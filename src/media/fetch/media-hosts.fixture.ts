import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { MediaFetcher, type MediaFetcherOptions } from './media-fetcher.js';
import { WaitingBytes } from './waiting-bytes.js';

/** For specs only: real hosts on loopback, with certificates made for the run. */
export const HOST = 'media.example.net';
export const URL_TEXT = `https://${HOST}/files/a%20b.jpg?size=1`;
export const BODY = Buffer.from('the whole file');

interface KeyPair {
  key: string;
  cert: string;
}

type Certificates = Record<'good' | 'expired' | 'wrongName', KeyPair>;

export interface Running {
  port: number;
  connections: Socket[];
  requests: IncomingMessage[];
}

export class MediaHosts {
  readonly destination: string;
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    readonly certificates: Certificates,
    readonly folder: string,
  ) {
    this.destination = join(folder, 'download');
  }

  static async create(): Promise<MediaHosts> {
    const past = { notBeforeDate: new Date('2020-01-01'), notAfterDate: new Date('2020-02-01') };
    const certificates = {
      good: await certificate(HOST),
      expired: await certificate(HOST, past),
      wrongName: await certificate('other.example.net'),
    };
    return new MediaHosts(certificates, await mkdtemp(join(tmpdir(), 'fetch-')));
  }

  async listen(server: Server, address = '127.0.0.1'): Promise<Running> {
    const connections: Socket[] = [];
    server.on('connection', (socket: Socket) => {
      connections.push(socket);
      this.sockets.add(socket);
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => {
      server.listen(0, address, resolve);
    });
    this.servers.push(server);
    return { port: (server.address() as AddressInfo).port, connections, requests: [] };
  }

  async https(handler: RequestListener, pair = this.certificates.good, address = '127.0.0.1'): Promise<Running> {
    const requests: IncomingMessage[] = [];
    const server = createHttpsServer(pair, (request: IncomingMessage, response: ServerResponse) => {
      requests.push(request);
      handler(request, response);
    });
    server.on('tlsClientError', () => {});
    return { ...(await this.listen(server, address)), requests };
  }

  /** A fetcher that trusts every certificate here, and for which any name leads to the given server. */
  fetcherTo(server: Running, options: MediaFetcherOptions = {}, waiting = new WaitingBytes()): MediaFetcher {
    const ca = Object.values(this.certificates)
      .map(({ cert }) => cert)
      .join('\n');
    const here = { lookup: async () => ['127.0.0.1'], allowAddress: () => true, dialPort: server.port, ca };
    return new MediaFetcher({ ...here, ...options }, waiting);
  }

  async fetchFrom(handler: RequestListener, maxBytes = 1000): Promise<unknown> {
    return this.fetcherTo(await this.https(handler)).fetch(URL_TEXT, { maxBytes }, this.destination);
  }

  /** Ends all servers and connections, and removes what was downloaded. */
  async reset(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    const closing = this.servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)));
    await Promise.all(closing);
    await rm(this.destination, { force: true });
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

/** Answers every request alike. */
export function answering(
  status: number,
  headers: Record<string, string> = {},
  body: Buffer | string = BODY,
): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

/** Answers every request with these bytes, which need not be HTTP, and hangs up. */
export function saying(raw: string): RequestListener {
  return (_request, response) => response.socket?.end(raw);
}

async function certificate(
  name: string,
  validity: { notBeforeDate?: Date; notAfterDate?: Date } = {},
): Promise<KeyPair> {
  const extensions = [{ name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: name }] }];
  const options = { keyType: 'ec' as const, algorithm: 'sha256', extensions, ...validity };
  const made = await generate([{ name: 'commonName', value: name }], options);
  return { key: made.private, cert: made.cert };
}
