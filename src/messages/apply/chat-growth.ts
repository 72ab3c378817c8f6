import { ChatGrowth } from '../../chats/chats.service.js';
import type { PlacedItem, StoredInbound } from './inbound.repository.js';
import { inboundTimestamp, isWrittenByCustomer } from '../domain/webhook-items.js';

/** What the rows that were really new add to each chat's counters. */
export function growthOf(placed: readonly PlacedItem[], stored: readonly StoredInbound[]): ChatGrowth[] {
  const ids = new Map(stored.map(({ id, channelId, wamid }) => [`${channelId}:${wamid}`, id]));
  const growths = new Map<number, ChatGrowth>();
  for (const { chatId, inbound } of placed) {
    const id = ids.get(`${inbound.channelId}:${inbound.item.wamid}`);
    if (id === undefined) continue;
    const at = inboundTimestamp(inbound);
    const one: ChatGrowth = {
      chatId,
      messages: 1,
      unread: isWrittenByCustomer(inbound) ? 1 : 0,
      newestId: id,
      newestAt: at,
      inboundAt: isWrittenByCustomer(inbound) ? at : null,
      ...(inbound.item.referral === undefined ? {} : { referral: inbound.item.referral, referralAt: at }),
    };
    const sum = growths.get(chatId);
    growths.set(chatId, sum === undefined ? one : add(sum, one));
  }
  return [...growths.values()];
}

/** Of two advertisements the one the customer wrote from later. */
function referralOf(a: ChatGrowth, b: ChatGrowth): Pick<ChatGrowth, 'referral' | 'referralAt'> {
  const bIsNewer = +(b.referralAt ?? 0) > +(a.referralAt ?? 0);
  const { referral, referralAt } = bIsNewer ? b : a;
  return referral === undefined || referralAt === undefined ? {} : { referral, referralAt };
}

function add(a: ChatGrowth, b: ChatGrowth): ChatGrowth {
  const bIsNewer = +b.newestAt > +a.newestAt || (+b.newestAt === +a.newestAt && b.newestId > a.newestId);
  const newest = bIsNewer ? b : a;
  return {
    chatId: a.chatId,
    messages: a.messages + b.messages,
    unread: a.unread + b.unread,
    newestId: newest.newestId,
    newestAt: newest.newestAt,
    ...referralOf(a, b),
    inboundAt: a.inboundAt === null || (b.inboundAt !== null && b.inboundAt > a.inboundAt) ? b.inboundAt : a.inboundAt,
  };
}
