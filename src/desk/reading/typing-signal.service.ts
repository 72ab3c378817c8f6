import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logger.js';
import { ReadMarker } from './read-marker.service.js';
import { ReadReceiptsRepository } from './read-receipts.repository.js';
import { ReadingRepository } from './reading.repository.js';
import { canBeMarked, tellMark } from './receipt-schedule.js';

/** So long an operator's request waits for WhatsApp at most. */
const GRAPH_PATIENCE_MS = 2_000;

/** Shows a customer that somebody is typing: a courtesy, so nothing that stands in its way is anybody's error. */
@Injectable()
export class TypingSignal {
  constructor(
    private readonly repository: ReadingRepository,
    private readonly receipts: ReadReceiptsRepository,
    private readonly marker: ReadMarker,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Nothing happens where the customer never wrote or 30 days ago, and where the channel sends no read receipts or is paused. */
  async show(chatId: number): Promise<void> {
    const newest = await this.repository.typingFacts(chatId);
    if (newest === undefined || newest.readReceipts === 'never' || newest.isPaused) return;
    if (!canBeMarked(newest.writtenAt, this.clock.now())) return;
    const outcome = await this.marker.mark(
      newest.channelId,
      { wamid: newest.wamid, isTyping: true },
      GRAPH_PATIENCE_MS,
    );
    if (outcome === 'busy') return;
    if (outcome.kind === 'marked') await this.receipts.forget({ chatId, messageId: newest.id });
    else this.logger.warning('typing could not be shown', { chatId, ...tellMark(outcome) });
  }
}
