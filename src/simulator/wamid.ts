import { randomBytes } from 'node:crypto';

const OUTGOING = 0x11;
const INBOUND = 0x12;

/**
 * A message id as Meta writes them: `wamid.` and base64 of a small record with the other party's number and a random
 * key. Opaque to everybody; alike only so that nobody relies on another form.
 */
export function makeWamid(address: string, direction: 'outgoing' | 'inbound'): string {
  const party = Buffer.from(address.slice(0, 60), 'latin1');
  const key = Buffer.from(randomBytes(9).toString('hex').toUpperCase(), 'latin1');
  const record = Buffer.concat([
    Buffer.from([0x1c, 0x18, party.length]),
    party,
    Buffer.from([0x15, 0x02, 0x00, direction === 'outgoing' ? OUTGOING : INBOUND, 0x18, key.length]),
    key,
    Buffer.from([0x00]),
  ]);
  return `wamid.${record.toString('base64')}`;
}

/** The other party of a message id of ours; undefined for one of another make. */
export function addressInWamid(wamid: string): string | undefined {
  const record = Buffer.from(wamid.replace(/^wamid\./, ''), 'base64');
  const length = record[2] ?? 0;
  if (record[0] !== 0x1c || record[1] !== 0x18 || record.length <= 3 + length) return undefined;
  return record.subarray(3, 3 + length).toString('latin1');
}
