/** How far the search index has come. */
export interface IndexPosition {
  /** Every message up to this id is in the index, and none of them can still be committed. */
  indexedUpTo: number;
  /** The last id that had been drawn when the boundary was set; null before there was one. */
  boundary: number | null;
  /** Whether every transaction that ran when the boundary was set had ended before the batch was read. */
  isClosed: boolean;
}

/** What was found missing behind the position, by id. */
export interface IndexBatch {
  /** Null where nothing was. */
  lastId: number | null;
  /** There may be more. */
  isFull: boolean;
}

/**
 * Where the position goes after a batch: up to the boundary once nobody can commit below it any more. A transaction that drew its id and
 * is still open holds it back, so that its message is found however late it comes.
 */
export function positionAfter({ indexedUpTo, boundary, isClosed }: IndexPosition, batch: IndexBatch): number {
  if (boundary === null || !isClosed) return indexedUpTo;
  const reached = batch.isFull && batch.lastId !== null ? Math.min(batch.lastId, boundary) : boundary;
  return Math.max(indexedUpTo, reached);
}
