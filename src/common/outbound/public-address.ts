import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** 2000::/3 is all that IANA ever gave out as global unicast; the rest (IPv4-compatible `::/96` too) is special. */
const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** RFC 6052: a DNS64 resolver puts the public IPv4 address of a host into the last four bytes of this prefix. */
const NAT64_WELL_KNOWN = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** Azure answers its machines' secrets (WireServer) here, at an address that looks public. */
const PROVIDER_INTERNAL = new Set(['168.63.129.16']);

/**
 * True for an address a URL somebody gave us may make us dial: global unicast only, whatever the notation.
 *
 * Ranges are those of IANA's special-purpose registries as ipaddr.js keeps them. Everything that embeds or tunnels an
 * IPv4 address (mapped, 6to4, Teredo, local NAT64) is refused as a whole, with one exception: the well-known NAT64
 * prefix is judged by the address inside, or nothing could be fetched from a network that has only IPv6 and DNS64.
 * Text that is not an address is refused.
 */
export function isPublicAddress(ip: string): boolean {
  // ipaddr.js also takes `127.1` and `0x7f.1`; resolvers and sockets never hand out those.
  if (isIP(ip) === 0) return false;
  const address = ipaddr.parse(ip);
  return address instanceof ipaddr.IPv6 ? isPublicV6(address) : isPublicV4(address);
}

function isPublicV4(address: ipaddr.IPv4): boolean {
  return address.range() === 'unicast' && !PROVIDER_INTERNAL.has(address.toString());
}

function isPublicV6(address: ipaddr.IPv6): boolean {
  if (address.zoneId) return false;
  if (address.match(NAT64_WELL_KNOWN)) return isPublicV4(new ipaddr.IPv4(address.toByteArray().slice(12)));
  return address.match(GLOBAL_UNICAST_V6) && address.range() === 'unicast';
}
