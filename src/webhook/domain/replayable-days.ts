/**
 * A body can be applied once more while it is at most so many days old. Partitions are kept a day longer: nobody drops one in which a
 * body has just been set to wait.
 */
export const REPLAYABLE_DAYS = 13;
