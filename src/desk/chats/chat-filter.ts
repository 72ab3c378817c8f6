import { SERVICE_WINDOW_MS } from '../../waba-gateway/protocol/limits.js';
import { parseId } from '../../common/validation/id.pipe.js';

/** Whose chats a list shows. */
export type AssigneeFilter = number | 'unassigned';

/** What a list of chats is narrowed to; what is absent narrows nothing. */
export interface ChatFilter {
  assignee?: AssigneeFilter;
  isUnread?: boolean;
  status?: 'open' | 'closed';
  labelId?: number;
  channelId?: number;
  /** The customer last wrote after `after` and not after `upTo`: their window is open, and closes soon. */
  lastInbound?: { after: Date; upTo: Date };
  search?: CustomerPatterns;
}

/** Patterns for LIKE; no `digits` where what was typed is no number. */
export interface CustomerPatterns {
  name: string;
  digits: string | null;
}

/** The filters as a query writes them. */
export interface ChatQuery {
  assignee?: string;
  unread?: 'true';
  status?: 'open' | 'closed';
  label?: number;
  channel?: number;
  windowClosingWithin?: number;
  search?: string;
}

/** Undefined for anything but `me`, `unassigned` and an id. */
export function parseAssignee(text: string, userId: number): AssigneeFilter | undefined {
  if (text === 'me') return userId;
  return text === 'unassigned' ? text : parseId(text);
}

export function toChatFilter(query: ChatQuery, userId: number, now: Date): ChatFilter {
  const { assignee, unread, status, label, channel, windowClosingWithin, search } = query;
  const whose = assignee === undefined ? undefined : parseAssignee(assignee, userId);
  return {
    ...(whose === undefined ? {} : { assignee: whose }),
    ...(unread === undefined ? {} : { isUnread: true }),
    ...(status === undefined ? {} : { status }),
    ...(label === undefined ? {} : { labelId: label }),
    ...(channel === undefined ? {} : { channelId: channel }),
    ...(windowClosingWithin === undefined ? {} : { lastInbound: closingWithin(windowClosingWithin, now) }),
    ...(search === undefined ? {} : { search: searchPatterns(search) }),
  };
}

/** Of the windows open at `now`, those that close within so many minutes. A refusal by Meta closes one earlier; that is not in here. */
function closingWithin(minutes: number, now: Date): { after: Date; upTo: Date } {
  const after = new Date(now.getTime() - SERVICE_WINDOW_MS);
  return { after, upTo: new Date(after.getTime() + minutes * 60_000) };
}

/** How people write numbers: +7 (701) 123-45-67. */
const NUMBER_SIGNS = /[\s+\-()]/g;

/** Patterns that find a part of a name and, where nothing but a number was typed, a part of the phone's digits. */
export function searchPatterns(search: string): CustomerPatterns {
  const digits = search.replace(NUMBER_SIGNS, '');
  return {
    name: `%${search
      .trim()
      .normalize('NFC')
      .replace(/[\\%_]/g, '\\$&')}%`,
    digits: /^\d+$/.test(digits) ? `%${digits}%` : null,
  };
}
