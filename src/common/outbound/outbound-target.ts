import { lookup as systemLookup } from 'node:dns/promises';
import { isIPv4 } from 'node:net';
import type { OutboundTarget } from './pinned-client.js';
import { isPublicAddress } from './public-address.js';

/** A host that is served by this machine: the sandbox's `example.com`, and tests. */
export type HostOverride = Pick<OutboundTarget, 'port' | 'protocol' | 'ca'> & { address: string };

export interface OutboundOptions {
  /** All addresses of a host; the system's resolver (A and AAAA) unless given. */
  lookup?: (host: string) => Promise<string[]>;
  /** By host in lower case; neither resolved nor checked. Only the sandbox's launcher and tests may pass it. */
  overrides?: ReadonlyMap<string, HostOverride>;
  /** PEM; replaces the trusted authorities. */
  ca?: string;
  /** Tests only. */
  allowAddress?: (address: string) => boolean;
  /** Tests only, which cannot listen on 443. */
  dialPort?: number;
}

/**
 * Beyond the most that is read of an answer, so that undici never has to pause: where a host closes the connection while its parser is
 * paused, undici 7 throws out of an event of the socket, and the process ends.
 */
export const READ_AHEAD_BYTES = 1024 * 1024;

/**
 * Where a URL that somebody gave leads: its name is resolved once, and every address is checked (one private among many refuses all).
 * Who dials exactly these gains nothing by a name that changes its answer meanwhile. Throws what the resolver throws.
 */
export async function resolveTarget(
  url: URL,
  options: OutboundOptions,
): Promise<OutboundTarget | 'unknown' | 'private'> {
  const { lookup = lookupAll, overrides, ca, allowAddress = isPublicAddress } = options;
  const host = url.hostname;
  const override = overrides?.get(host);
  if (override) return { host, ...override, addresses: [override.address] };
  const isLiteral = host.startsWith('[') || isIPv4(host);
  const addresses = isLiteral ? [host.replace(/^\[|\]$/g, '')] : await lookup(host);
  if (addresses.length === 0) return 'unknown';
  if (!addresses.every(allowAddress)) return 'private';
  return { host, addresses, port: options.dialPort ?? (Number(url.port) || 443), protocol: 'https', ca };
}

/** The system's resolver cannot be cancelled, only left behind. */
export function beforeAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

async function lookupAll(host: string): Promise<string[]> {
  const found = await systemLookup(host, { all: true });
  return found.map(({ address }) => address);
}
