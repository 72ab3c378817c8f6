import { connect, Socket } from 'node:net';

/** What came back over a bare socket, the first answer only. */
export interface RawAnswer {
  status: number;
  headers: Map<string, string>;
  body: string;
  /** Everything received, interim answers such as 100 Continue included. */
  text: string;
}

/**
 * Writes bytes no HTTP client would and reads until the server closes the connection or `isDone` says that enough has come.
 * Nothing received is a `status` of 0.
 */
export async function exchangeRaw(
  port: number,
  bytes: string | Buffer,
  isDone: (text: string) => boolean = hasWholeAnswer,
): Promise<RawAnswer> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const text = await new Promise<string>((resolve) => {
    let received = '';
    const finish = (): void => resolve(received);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (isDone(received)) finish();
    });
    socket.on('end', finish);
    socket.on('error', finish);
    socket.on('close', finish);
    socket.write(bytes);
  });
  socket.destroy();
  return parseAnswer(text);
}

/** A connection that stays open, for requests that are sent in pieces. */
export class RawConnection {
  received = '';
  private readonly socket: Socket;
  readonly closed: Promise<void>;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.setEncoding('utf8');
    this.socket.on('error', () => undefined);
    this.socket.on('data', (chunk: string) => {
      this.received += chunk;
    });
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()));
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** Says that nothing more is coming. */
  end(): void {
    this.socket.end();
  }

  /** Waits until the text received satisfies the condition, or the server has closed. */
  async until(condition: (text: string) => boolean): Promise<string> {
    while (!condition(this.received) && !this.socket.closed) {
      await new Promise<void>((resolve) => {
        this.socket.once('data', () => resolve());
        this.socket.once('close', () => resolve());
      });
    }
    return this.received;
  }

  answer(): RawAnswer {
    return parseAnswer(this.received);
  }

  destroy(): void {
    this.socket.destroy();
  }
}

/** True once a final answer has come with all the bytes its Content-Length promises. */
export function hasWholeAnswer(text: string): boolean {
  const final = skipInterim(text);
  const end = final.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(final.slice(0, end))?.[1];
  return length !== undefined && Buffer.byteLength(final.slice(end + 4)) >= Number(length);
}

function skipInterim(text: string): string {
  return text.replace(/^(?:HTTP\/1\.1 1\d\d[^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/, '');
}

function parseAnswer(text: string): RawAnswer {
  const final = skipInterim(text);
  const end = final.indexOf('\r\n\r\n');
  const head = end < 0 ? final : final.slice(0, end);
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0),
    headers,
    body: end < 0 ? '' : final.slice(end + 4),
    text,
  };
}
