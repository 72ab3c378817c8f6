import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Check, QueryIntField, TextField } from '../../common/validation/fields.js';
import { HistoryMessageDto } from '../../messages/message.dto.js';
import { ChatChannelDto, ChatCustomerDto } from '../chats/chat.dto.js';
import { CursorField } from '../../common/validation/cursor-field.js';
import { PageDto } from '../page.dto.js';
import { searchWords } from './search-text.js';

const MAX_ID = Number.MAX_SAFE_INTEGER;

function WordsField(): PropertyDecorator {
  return applyDecorators(
    TextField({
      description:
        'Each word must occur, be it as a part of another: `1234` finds order `#12345`. Upper and lower case are the same, as are `ё` and `е`; no character has a meaning of its own.',
      example: 'заказ 12345',
      min: 2,
      max: 100,
    }),
    Check({
      code: 'WORDS',
      test: (value) => typeof value !== 'string' || searchWords(value) !== undefined,
      message: { en: 'must have 2 characters to look for', ru: 'должно содержать хотя бы 2 видимых символа' },
    }),
  );
}

export class SearchQueryDto {
  @WordsField()
  q!: string;

  @QueryIntField({ description: 'Only in this channel; one you do not see has nothing.', min: 1, max: MAX_ID })
  channel?: number;

  @QueryIntField({ description: 'Only in this chat; one you do not see has nothing.', min: 1, max: MAX_ID })
  chat?: number;

  @QueryIntField({ description: 'How many messages at most.', default: 20, min: 1, max: 50 })
  limit: number = 20;

  @CursorField()
  cursor?: string;
}

export class FoundChatDto {
  @ApiProperty({ type: 'integer', description: 'Id of the chat.', example: 123, minimum: 1 })
  id!: number;

  @ApiProperty({ type: ChatChannelDto, description: 'The business number it runs over.' })
  channel!: ChatChannelDto;

  @ApiProperty({ type: ChatCustomerDto, description: 'With whom.' })
  customer!: ChatCustomerDto;
}

export class SearchResultDto {
  @ApiProperty({ type: HistoryMessageDto, description: 'As in the history.' })
  message!: HistoryMessageDto;

  @ApiProperty({ type: FoundChatDto, description: 'Where it stands.' })
  chat!: FoundChatDto;
}

export class SearchResultListDto extends PageDto {
  @ApiProperty({ type: [SearchResultDto], description: 'Newest first.' })
  results!: SearchResultDto[];
}
