import { createServer } from 'node:net';

/**
 * Whether a server can listen on that port of 127.0.0.1 now; the port is given back before this answers.
 * With 0 the system chooses one. Answers the port, or undefined when it cannot be had.
 */
export function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(found));
    });
  });
}
