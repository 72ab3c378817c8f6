import type { HistoryQueryDto } from './history-query.dto.js';
import type { MessageHistoryDto } from './message.dto.js';

/**
 * RFC 8288 link onwards from a full page, by cursor: unlike an offset it stays right while messages arrive. It goes on in the page's own
 * direction: to older messages, or from `after` to newer ones.
 */
export function nextPageLink(chatId: number, page: HistoryQueryDto, answer: MessageHistoryDto): string | undefined {
  const last = answer.messages.at(page.after === undefined ? -1 : 0);
  if (last === undefined || answer.messages.length < page.limit) return undefined;
  const cursor = page.after === undefined ? 'before' : 'after';
  return `</api/waba/operator/chat/${chatId}/messages?limit=${page.limit}&${cursor}=${last.id}>; rel="next"`;
}
