import { Language } from '../common/errors/localized-text.js';
import { renderFailure } from './domain/message-error.js';
import { nextAttemptAt, substateOf } from './domain/substate.js';
import { toReferral } from './domain/referral.js';
import { withoutMetaLinks } from './domain/without-meta-links.js';
import type { FileFacts } from '../media/domain/message-file.dto.js';
import type { FileLinks } from '../media/media-links.service.js';
import type { HistoryMessageDto, MessageStatusDto } from './message.dto.js';
import type { MessageRow } from './messages.repository.js';

/** Makes the links of a file, signed for the one who asks. */
export type LinkSigner = (file: FileFacts) => FileLinks;

const NO_LINKS: FileLinks = { mediaUrl: null, thumbnailUrl: null };

export function toStatus(row: MessageRow, language: Language): MessageStatusDto {
  return {
    id: row.id,
    whatsappMessageId: row.wamid,
    status: row.status,
    timestamp: row.timestamp.toISOString(),
    ...deliveryOf(row),
    attempts: row.attempts,
    nextAttemptAt: nextAttemptAt(row)?.toISOString() ?? null,
    substate: substateOf(row),
    error: row.error === null ? null : renderFailure(row.error, language),
  };
}

export function toHistoryMessage(row: MessageRow, language: Language, signLinks: LinkSigner): HistoryMessageDto {
  const file = row.deletedAt === null ? row.media : null;
  return {
    id: row.id,
    whatsappMessageId: row.wamid,
    content: row.content,
    ...(file === null ? NO_LINKS : signLinks(file)),
    media: file,
    type: row.type,
    fromMe: row.direction === 'out',
    timestamp: row.timestamp.toISOString(),
    status: row.status,
    ...deliveryOf(row),
    isReadByOperator: row.isReadByOperator,
    senderUser: row.senderId === null || row.senderEmail === null ? null : { id: row.senderId, email: row.senderEmail },
    origin: row.origin,
    caption: row.caption,
    filename: row.filename,
    sourceUrl: row.sourceUrl,
    replyTo: row.replyToWamid,
    replyToId: row.replyToId,
    referral: toReferral(row.details['referral']),
    clientMessageId: row.clientMessageId,
    scheduledAt: row.scheduledAt?.toISOString() ?? null,
    reactions: row.reactions.map(({ emoji, from, at }) => ({ emoji, from, at })),
    editedAt: row.editedAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
    details: withoutMetaLinks(row.details),
    substate: substateOf(row),
    error: row.error === null ? null : renderFailure(row.error, language),
  };
}

function deliveryOf(
  row: MessageRow,
): Pick<MessageStatusDto, 'delivered' | 'read' | 'sentAt' | 'deliveredAt' | 'readAt' | 'failedAt'> {
  return {
    delivered: row.status === 'delivered' || row.status === 'read',
    read: row.status === 'read',
    sentAt: row.sentAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    readAt: row.readAt?.toISOString() ?? null,
    failedAt: row.failedAt?.toISOString() ?? null,
  };
}
