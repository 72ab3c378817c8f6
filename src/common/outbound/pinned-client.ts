import { isIPv6, type LookupFunction } from 'node:net';
import { Client } from 'undici';

/** Where a host is reached: only these addresses are dialled, whatever its name resolves to by then. */
export interface OutboundTarget {
  host: string;
  addresses: readonly string[];
  port: number;
  protocol: 'http' | 'https';
  ca?: string;
}

const MAX_HEADER_BYTES = 16 * 1024;

/**
 * A one-request HTTP client that dials nothing but the target's addresses. SNI and certificate go by the host, not by
 * the address. `connectMs` bounds TCP and TLS, because a socket that still shakes hands outlives `destroy()`.
 *
 * End a request early by destroying the client, never by an AbortSignal: undici 7.30 answers an abort in mid-body by
 * connecting anew for the request it then drops, and where the socket's options carried the signal too, Node 24.21 has
 * been seen to die of a failed assertion.
 */
export function pinnedClient(target: OutboundTarget, connectMs: number): Client {
  return new Client(`${target.protocol}://${target.host}:${target.port}`, {
    connect: {
      lookup: pinnedLookup(target.addresses),
      ca: target.ca,
      // NODE_TLS_REJECT_UNAUTHORIZED=0 in somebody's environment must not open this door.
      rejectUnauthorized: true,
      timeout: connectMs,
    },
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: MAX_HEADER_BYTES,
    pipelining: 0,
  });
}

/** node:net asks for all addresses when it races IPv6 against IPv4, and for one otherwise. */
function pinnedLookup(addresses: readonly string[]): LookupFunction {
  const entries = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, options, callback) => {
    const first = entries[0];
    if (options.all) callback(null, entries);
    else if (first) callback(null, first.address, first.family);
    else callback(new Error('no address to dial'), '');
  };
}
