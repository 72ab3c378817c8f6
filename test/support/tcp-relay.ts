import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server that can fall silent without anybody being told, as behind a firewall that has forgotten a connection. */
export class TcpRelay {
  /** How many connections have come by this way. */
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(target: URL) {
    this.server = createServer((socket) => {
      this.connections += 1;
      const onward = connect(Number(target.port), target.hostname);
      for (const end of [socket, onward]) {
        this.sockets.add(end);
        end.on('error', () => undefined);
        end.once('close', () => {
          this.sockets.delete(end);
          socket.destroy();
          onward.destroy();
        });
      }
      socket.pipe(onward).pipe(socket);
    });
  }

  static async open(target: URL): Promise<TcpRelay> {
    const relay = new TcpRelay(target);
    await once(relay.server.listen(0, '127.0.0.1'), 'listening');
    return relay;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The connections there are carry nothing any more, and stay open; those that come are served. */
  fallSilent(): void {
    for (const socket of this.sockets) {
      socket.unpipe();
      socket.pause();
    }
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
