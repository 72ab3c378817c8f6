/** Everything a run of the fault suite saw: what clients asked and heard, what Meta got, what the database holds in the end. */
export interface History {
  sends: SendCall[];
  reads: StatusRead[];
  pages: ChatPages[];
  webhooks: Delivery[];
  posts: GraphPost[];
  rows: StoredRows;
  /** What all processes wrote to their logs, and what must never stand there. */
  logs: string;
  secrets: string[];
}

/**
 * What a client knows of its call: `ok` it was done, `fail` it was refused, `info` nobody told (no answer, or a 5xx after which it
 * may have happened). Instants are milliseconds of one monotonic clock.
 */
export interface Called {
  invokedAt: number;
  endedAt: number;
  outcome: 'ok' | 'fail' | 'info';
  status: number | null;
  retryAfter: string | null;
}

/** One call of `POST send`; a client that heard nothing may repeat it with the same key. Texts are unique per key. */
export interface SendCall extends Called {
  key: string;
  chatId: number;
  text: string;
  messageId: number | null;
  wamid: string | null;
  messageStatus: string | null;
}

/** One look of one reader at a message's status. */
export interface StatusRead extends Called {
  reader: string;
  /** False: this reader may see nothing of ours. */
  mayRead: boolean;
  messageId: number;
  messageStatus: string | null;
  errorCode: string | null;
}

/** A whole chat, read page by page at the end, each page as it came: newest first. */
export interface ChatPages {
  chatId: number;
  reader: string;
  mayRead: boolean;
  /** What each page said the number of messages was. */
  totals: number[];
  pages: { id: number; chatId: number; timestamp: string }[][];
}

/** One body that Meta had to tell, delivered until it was answered 200, some of them more than once. */
export interface Delivery {
  inbound: { wamid: string; from: string; text: string }[];
  receipts: { wamid: string; status: string }[];
  /** The answer to each delivery, null where none came. */
  answers: (number | null)[];
}

/** One message that Meta accepted, whether its answer reached us or not; in the order in which it did. */
export interface GraphPost {
  attemptId: string;
  text: string;
  to: string;
  wamid: string;
}

export interface StoredRows {
  messages: StoredMessage[];
  attempts: StoredAttempt[];
  receipts: { wamid: string; status: string; attemptId: string | null }[];
  chats: StoredChat[];
  events: StoredEvent[];
  audits: { messageId: number }[];
  inbox: { state: string; reason: string | null }[];
}

export interface StoredMessage {
  id: number;
  chatId: number;
  direction: 'in' | 'out';
  content: string;
  wamid: string | null;
  status: string;
  errorCode: string | null;
  key: string | null;
  /** Milliseconds since 1970. */
  timestamp: number;
}

export interface StoredAttempt {
  id: string;
  messageId: number;
  number: number;
  state: string;
  wamid: string | null;
}

export interface StoredChat {
  id: number;
  customer: string;
  messageCount: number;
  unreadCount: number;
  readUpToId: number;
  lastMessageId: number | null;
}

/** In the order in which readers get them. */
export interface StoredEvent {
  id: number;
  type: string;
  chatId: number | null;
  messageId: number | null;
}
