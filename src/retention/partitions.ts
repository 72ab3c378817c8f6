/** Whole days a past day's partition is kept. A receipt or an edit may refer to a message of 7 days ago; Meta retries for 7 days. */
const KEPT_DAYS = { webhook_inbox: 14, events: 3 } as const;

export type PartitionedTable = keyof typeof KEPT_DAYS;

export interface Partition {
  name: string;
  parent: PartitionedTable;
  /** `YYYY-MM-DD`, in UTC. */
  day: string;
  /** `detaching`: an earlier DETACH CONCURRENTLY was broken off half-way; `detached`: only its DROP was missing. */
  state: 'attached' | 'detaching' | 'detached';
}

const DAY_MS = 86_400_000;

/** The partitions whose youngest row is older than their table's retention, given today's date in UTC; the oldest first. */
export function expiredPartitions(partitions: readonly Partition[], today: string): Partition[] {
  return partitions
    .filter(({ parent, day }) => (Date.parse(today) - Date.parse(day)) / DAY_MS > KEPT_DAYS[parent])
    .sort((a, b) => a.day.localeCompare(b.day));
}
