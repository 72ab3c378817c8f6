import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

const METHOD = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \//;

/** The line between a client and a server: it can be cut, and lose answers. */
export class Line {
  private readonly sockets = new Set<Socket>();
  private losing: RegExp | undefined;
  /** The heads of all requests, by the connection they came through. */
  private readonly heads: { head: string; socket: Socket }[] = [];
  /** How many answers to a matching request it has lost. */
  lost = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (socket) => this.carry(socket));
  }

  static async to(url: string): Promise<Line> {
    const line = new Line(createServer(), new URL(url));
    line.server.listen(0, '127.0.0.1');
    await once(line.server, 'listening');
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Every connection breaks; new ones can be made. */
  cut(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** From now on the server gets requests whose head matches, and the connection breaks when it answers. */
  loseAnswers(to: RegExp | undefined): void {
    this.losing = to;
  }

  /** How many requests there were whose head matches. */
  count(pattern: RegExp): number {
    return this.heads.filter(({ head }) => pattern.test(head)).length;
  }

  /** Through how many of the connections that stand such a request came last. */
  open(pattern: RegExp): number {
    return [...this.sockets].filter((socket) => {
      const last = this.heads.findLast((entry) => entry.socket === socket);
      return last !== undefined && pattern.test(last.head);
    }).length;
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private carry(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    let isLosing = false;
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
    client.on('data', (data: Buffer) => {
      const head = data.toString('latin1');
      if (METHOD.test(head)) this.heads.push({ head, socket: client });
      if (this.losing?.test(head) === true) isLosing = true;
      server.write(data);
    });
    server.on('data', (data: Buffer) => {
      if (!isLosing) return void client.write(data);
      this.lost += 1;
      client.resetAndDestroy();
    });
  }
}
