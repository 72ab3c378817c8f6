import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** The connection of a request that wants to go on in another protocol. */
export interface Upgrade {
  socket: Duplex;
  /** What the client sent right behind its request. */
  head: Buffer;
}

const UPGRADES = new WeakMap<IncomingMessage, Upgrade & { response: ServerResponse }>();

/** Whether a request asks for a WebSocket on one of our paths; every other `Upgrade` is an ordinary request, as without the header. */
export function asksForWebSocket(request: IncomingMessage, paths: ReadonlySet<string>): boolean {
  const { headers, method, url = '' } = request;
  if (method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket') return false;
  // With a body, Node would leave it on the connection to be read as frames.
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return false;
  return paths.has(url.split('?', 1)[0] ?? '');
}

/**
 * Leads requests that ask for another protocol through the router like all others, so that the same guards let them in and the one
 * error body refuses them. A handler that grants it takes the connection with `takeUpgrade`.
 */
export function routeUpgrades(fastify: FastifyInstance): void {
  fastify.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node has let go of the connection: without a listener its reset would end the process.
    socket.on('error', () => socket.destroy());
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    // Node's server hands on what it accepted, a socket.
    response.assignSocket(socket as Socket);
    response.once('finish', () => socket.end(() => socket.destroy()));
    UPGRADES.set(request, { socket, head, response });
    fastify.routing(request, response);
  });
}

/** Whether a request waits to go on in another protocol. */
export function asksForUpgrade(request: IncomingMessage): boolean {
  return UPGRADES.has(request);
}

/** The connection of an upgrade, from now on the caller's; undefined where the request did not ask for one. */
export function takeUpgrade(request: IncomingMessage): Upgrade | undefined {
  const upgrade = UPGRADES.get(request);
  if (upgrade === undefined) return undefined;
  UPGRADES.delete(request);
  const { socket, head, response } = upgrade;
  response.detachSocket(socket as Socket);
  return { socket, head };
}
