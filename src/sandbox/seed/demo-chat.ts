import type { TimedBeat } from './beats.js';
import type { DemoChannel } from './demo-people.js';

export interface DemoChat {
  id: number;
  channel: DemoChannel;
  customer: DemoCustomer;
  assigneeId: number | null;
  /** Open, unless told otherwise. */
  status?: 'open' | 'closed';
  /** Inbound messages up to here count as read; the example's operator has read all of their chat. */
  isRead: boolean;
  firstMessageId: number;
  story: readonly TimedBeat[];
}

export interface DemoCustomer {
  id: number;
  /** What operators call them; it goes before the name of the profile. */
  name: string | null;
  profileName: string;
  username: string | null;
  /** Digits. */
  waId: string | undefined;
  bsuid: string | undefined;
}
