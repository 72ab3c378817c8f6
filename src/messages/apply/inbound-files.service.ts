import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { IncomingFile, IncomingMediaService } from '../../media/incoming-media.service.js';
import { readMediaReference } from '../../waba-gateway/protocol/media-reference.js';
import type { MessageBody } from '../../waba-gateway/protocol/webhook.types.js';
import type { PlacedBody, StoredInbound } from './inbound.repository.js';

/** Ties the messages that carry a file to its row, which waits for the bytes. */
@Injectable()
export class InboundFiles {
  constructor(private readonly media: IncomingMediaService) {}

  /** For messages that were stored just now, in the same transaction. */
  async expect(
    manager: EntityManager,
    placed: readonly PlacedBody<MessageBody>[],
    stored: readonly StoredInbound[],
  ): Promise<void> {
    const places = new Map(placed.map((place) => [keyOf({ ...place.inbound, ...place.inbound.item }), place]));
    const files = stored.flatMap((row) => fileOf(row, places.get(keyOf(row))));
    if (files.length === 0) return;
    const mediaIds = await this.media.expect(manager, files);
    await manager.query(
      `update messages set media_id = files.media_id
       from unnest($1::bigint[], $2::bigint[]) as files (message_id, media_id) where messages.id = files.message_id`,
      [files.map(({ messageId }) => messageId), mediaIds],
    );
  }
}

function fileOf(
  { id: messageId, channelId }: StoredInbound,
  place: PlacedBody<MessageBody> | undefined,
): IncomingFile[] {
  if (place === undefined) return [];
  const { item, receivedAt } = place.inbound;
  const reference = readMediaReference(item.type, item.details);
  return reference === undefined ? [] : [{ messageId, channelId, chatId: place.chatId, reference, receivedAt }];
}

function keyOf({ channelId, wamid }: { channelId: number; wamid: string }): string {
  return `${channelId}:${wamid}`;
}
