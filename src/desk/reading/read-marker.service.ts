import { Injectable } from '@nestjs/common';
import { ChannelsService } from '../../channels/channels.service.js';
import { NumberRate } from '../../messages/dispatch/number-rate.service.js';
import { GraphClientService } from '../../waba-gateway/graph-client.service.js';
import type { MarkOutcome, ReadMark } from '../../waba-gateway/graph.types.js';

/** Shorter than the lease of a receipt. */
const TIMEOUT_MS = 15_000;

/** Marks a message as read at WhatsApp, within what the number may do: messages that wait for their turn go first. */
@Injectable()
export class ReadMarker {
  constructor(
    private readonly channels: ChannelsService,
    private readonly rate: NumberRate,
    private readonly graph: GraphClientService,
  ) {}

  /** `busy` where the number has no call to spare this instant. Never rejects for what Meta or the network do. */
  async mark(channelId: number, mark: ReadMark, timeoutMs = TIMEOUT_MS): Promise<MarkOutcome | 'busy'> {
    const { phoneNumberId, accessToken, rateClass } = await this.channels.credentialsOf(channelId);
    if (accessToken === null) return { kind: 'failed', reason: 'NO_ACCESS_TOKEN' };
    if (!(await this.rate.tryTake(channelId, rateClass))) return 'busy';
    return this.graph.markRead({ phoneNumberId, accessToken }, mark, timeoutMs);
  }
}
