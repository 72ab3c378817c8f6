import { Injectable } from '@nestjs/common';
import { AuthUser } from '../auth/domain/auth-user.js';
import { ApiError } from '../common/errors/api-error.js';
import { Language } from '../common/errors/localized-text.js';
import { parseId } from '../common/validation/id.pipe.js';
import { validationError } from '../common/validation/validation.pipe.js';
import type { MessageStatusDto } from './message.dto.js';
import { toStatus } from './message-view.js';
import { MessagesRepository } from './messages.repository.js';

/** Meta's ids: opaque base64 behind a fixed word. */
const WAMID = /^wamid\.[A-Za-z0-9+/=_-]{1,250}$/;

@Injectable()
export class MessageStatusService {
  constructor(private readonly messages: MessagesRepository) {}

  /** How far a message came; `key` is our id or a wamid. 404 for what the user may not see. */
  async get(user: AuthUser, key: string, language: Language): Promise<MessageStatusDto> {
    const row = await this.messages.findForUser(user.id, parseKey(key));
    if (row === undefined) throw new ApiError('MESSAGE_NOT_FOUND');
    return toStatus(row, language);
  }
}

function parseKey(text: string): { id: number } | { wamid: string } {
  const id = parseId(text);
  if (id !== undefined) return { id };
  if (WAMID.test(text)) return { wamid: text };
  throw wrongMessageId();
}

/** The 400 for what is neither an id of ours nor a wamid. */
export function wrongMessageId(): ApiError {
  const message = { en: 'must be the id of a message or a wamid', ru: 'должно быть id сообщения или wamid' };
  return validationError([{ field: 'messageId', code: 'ID', message }]);
}
