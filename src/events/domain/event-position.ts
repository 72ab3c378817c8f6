/**
 * A place in the sequence of events: readers order by the pair and see rows of finished transactions only, so that a late commit is
 * never skipped. `tx` is PostgreSQL's xid8, whose 64 bits a number does not hold.
 */
export interface EventPosition {
  tx: bigint;
  /** 0 stands before every event of the transaction. */
  id: number;
}

const TEXT = /^(0|[1-9]\d{0,19})\.(0|[1-9]\d{0,15})$/;
const MAX_XID8 = 2n ** 64n - 1n;

/** What clients see of a position: one opaque string. */
export function encodeEventPosition({ tx, id }: EventPosition): string {
  return Buffer.from(`${tx}.${id}`).toString('base64url');
}

/** Undefined for what `encodeEventPosition` never made. */
export function decodeEventPosition(text: string): EventPosition | undefined {
  const [, tx, id] = TEXT.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  if (tx === undefined || id === undefined) return undefined;
  const position: EventPosition = { tx: BigInt(tx), id: Number(id) };
  if (position.tx > MAX_XID8 || !Number.isSafeInteger(position.id)) return undefined;
  // Base64 has many spellings of the same bytes; only ours is a position.
  return encodeEventPosition(position) === text ? position : undefined;
}

/** Below zero where `a` comes before `b`, above zero where it comes after it. */
export function comparePositions(a: EventPosition, b: EventPosition): number {
  if (a.tx !== b.tx) return a.tx < b.tx ? -1 : 1;
  return a.id - b.id;
}
