import { IdField } from '../../common/validation/fields.js';
import { PhoneField } from '../../chats/domain/phone-field.js';

export class OpenChatDto {
  @IdField({ description: 'The channel to write from; you must be one of its members.', example: 1 })
  channelId!: number;

  @PhoneField()
  phone!: string;
}
