import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { WS } from './stream-clients.js';

export interface RawFrame {
  opcode: number;
  payload?: Buffer | string;
  /** The last of its message; so unless told otherwise. */
  fin?: boolean;
  masked?: boolean;
  /** The three reserved bits, 0–7. */
  reserved?: number;
  /** The length it claims, where that is not its own. */
  length?: number;
}

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A frame as its bytes (RFC 6455, 5.2), right or wrong. */
export function rawFrame({ opcode, payload = '', fin = true, masked = true, reserved = 0, length }: RawFrame): Buffer {
  const body = Buffer.from(payload);
  const size = length ?? body.length;
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const head = [first, (masked ? 0x80 : 0) | (size < 126 ? size : size < 65_536 ? 126 : 127)];
  const extended = Buffer.alloc(size < 126 ? 0 : size < 65_536 ? 2 : 8);
  if (extended.length === 2) extended.writeUInt16BE(size);
  if (extended.length === 8) extended.writeBigUInt64BE(BigInt(size));
  if (!masked) return Buffer.concat([Buffer.from(head), extended, body]);
  const mask = randomBytes(4);
  const hidden = body.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from(head), extended, mask, hidden]);
}

/** A WebSocket whose every byte is ours. */
export class RawWebSocket {
  /** Resolves when the server has closed the connection: by this code, or without one. */
  readonly closed: Promise<number | undefined>;
  private received = Buffer.alloc(0);
  private isOver = false;

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk]);
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.isOver = true;
        resolve(this.closeCode());
      });
    });
  }

  /** `behind`: bytes that follow the handshake at once; `headers`: lines of it. */
  static open(
    url: string,
    token: string | undefined,
    behind: Buffer = Buffer.alloc(0),
    headers: string[] = [],
  ): RawWebSocket {
    const raw = new RawWebSocket(connect({ port: Number(new URL(url).port), host: '127.0.0.1' }));
    const lines = [
      `GET ${WS} HTTP/1.1`,
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
      ...headers,
    ];
    raw.socket.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), behind]));
    return raw;
  }

  /** Resolves when this was received, in the head or in a frame; throws when the connection ends without it. */
  async heard(text: string): Promise<void> {
    while (!this.received.includes(text)) {
      if (this.isOver) throw new Error(`ended without ${text}: ${this.received.toString('latin1').slice(0, 200)}`);
      await new Promise<void>((resolve) => {
        this.socket.once('data', () => resolve());
        this.socket.once('close', () => resolve());
      });
    }
  }

  send(...frames: RawFrame[]): void {
    this.socket.write(Buffer.concat(frames.map(rawFrame)));
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** The server's frames are unmasked: the code of its closing frame. */
  private closeCode(): number | undefined {
    let at = this.received.indexOf('\r\n\r\n') + 4;
    while (at + 2 <= this.received.length) {
      const opcode = (this.received[at] ?? 0) & 0x0f;
      const short = (this.received[at + 1] ?? 0) & 0x7f;
      const [size, head] = short < 126 ? [short, 2] : short === 126 ? [this.received.readUInt16BE(at + 2), 4] : [0, 10];
      if (opcode === OPCODE.close) return this.received.readUInt16BE(at + head);
      at += head + size;
    }
    return undefined;
  }
}
