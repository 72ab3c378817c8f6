import type { HistoryQueryDto, MessageHistoryDto } from './message.dto.js';

/** RFC 8288 link to the older page, by cursor: unlike an offset it stays right while messages arrive. */
export function nextPageLink(chatId: number, page: HistoryQueryDto, answer: MessageHistoryDto): string | undefined {
  const oldest = answer.messages.at(-1);
  if (oldest === undefined || answer.messages.length < page.limit) return undefined;
  return `</api/waba/operator/chat/${chatId}/messages?limit=${page.limit}&before=${oldest.id}>; rel="next"`;
}
