import { ApiProperty } from '@nestjs/swagger';
import { EnumField, PatternField, QueryIntField, TextField } from '../../common/validation/fields.js';
import { CursorField } from '../../common/validation/cursor-field.js';
import { PageDto } from '../page.dto.js';
import { decodeChatCursor } from './chat-cursor.js';
import { parseAssignee } from './chat-filter.js';
import { ChatDto } from './chat.dto.js';

const MAX_ID = Number.MAX_SAFE_INTEGER;

export class ListChatsQueryDto {
  @QueryIntField({ description: 'How many chats at most.', default: 50, min: 1, max: 100 })
  limit: number = 50;

  @CursorField((text) => decodeChatCursor(text) !== undefined)
  cursor?: string;

  @PatternField({
    description: 'Whose: `me`, `unassigned`, or the id of an operator.',
    example: 'me',
    optional: true,
    code: 'ASSIGNEE',
    test: (text) => parseAssignee(text, 1) !== undefined,
    message: {
      en: 'must be me, unassigned, or the id of an operator',
      ru: 'должно быть me, unassigned или ID оператора',
    },
    schema: { pattern: '^(me|unassigned|[1-9][0-9]{0,15})$' },
  })
  assignee?: string;

  @EnumField({
    description: 'Only chats with messages that no operator has read.',
    values: ['true'],
    example: 'true',
    optional: true,
  })
  unread?: 'true';

  @EnumField({ description: 'Open or closed ones.', values: ['open', 'closed'], example: 'open', optional: true })
  status?: 'open' | 'closed';

  @QueryIntField({ description: 'Id of a label they carry.', min: 1, max: MAX_ID })
  label?: number;

  @QueryIntField({ description: 'Id of the channel they run over.', min: 1, max: MAX_ID })
  channel?: number;

  @QueryIntField({
    description: 'The service window is open now and closes within so many minutes.',
    min: 1,
    max: 1440,
  })
  windowClosingWithin?: number;

  @TextField({
    description:
      'A part of the customer’s name, of the name or user name of their profile, or of the digits of their number (spaces, `+`, `-` and brackets do not count). Capital letters are the same as small ones.',
    example: 'айгуль',
    max: 100,
    optional: true,
  })
  search?: string;
}

export class ChatListDto extends PageDto {
  @ApiProperty({ type: [ChatDto], maxItems: 100, description: 'The chats of this page, newest activity first.' })
  chats!: ChatDto[];
}
