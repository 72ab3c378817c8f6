/** A body waits (`new`) until its effects are committed (`applied`), or stays with a reason (`dead`). */
export const INBOX_STATES = ['new', 'applied', 'dead'] as const;
export type InboxState = (typeof INBOX_STATES)[number];

/** What is done with a body can be done again; what waits is going to be. */
export const REPLAYABLE_STATES = ['applied', 'dead'] as const satisfies readonly InboxState[];
export type ReplayableState = (typeof REPLAYABLE_STATES)[number];
