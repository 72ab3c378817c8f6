import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Length } from 'class-validator';
import { PHONE_TICKS } from '../phones/phone-message.js';
import { IsAddress } from './is-address.js';

const WAMID = 'wamid.HBgLNzcwMTEyMzQ1NjcVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA';

export class PhoneOwnerDto {
  @ApiProperty({ description: 'What names them in this API: their phone, or their BSUID.', example: '+77011234567' })
  address!: string;

  @ApiProperty({ description: 'Their profile name.', example: 'Айгуль' })
  name!: string;

  @ApiProperty({
    description: 'What is known to become of messages to them; null for ordinary people.',
    type: String,
    nullable: true,
    example: 'Replies at once',
  })
  fate!: string | null;

  @ApiProperty({
    description: "The sandbox's chat with them; null where it made none.",
    type: Number,
    nullable: true,
    example: 123,
  })
  chatId!: number | null;

  @ApiProperty({ description: 'Their phone is reachable.', example: true })
  isOnline!: boolean;

  @ApiProperty({ description: 'They answer by themselves.', example: true })
  answers!: boolean;
}

export class PhoneOwnersDto {
  @ApiProperty({
    description: 'The demo customers, then who else was heard of; at most 200.',
    type: () => [PhoneOwnerDto],
  })
  customers!: PhoneOwnerDto[];
}

export class ChangePhoneDto {
  @ApiProperty({ description: 'Whose phone: a phone number or a BSUID.', example: '+77011234567' })
  @IsAddress()
  phone!: string;

  @ApiPropertyOptional({
    description: 'Switches the phone off or on. What is sent meanwhile waits; switched on, it is delivered and read.',
    example: false,
  })
  @IsOptional()
  @IsBoolean()
  isOnline?: boolean;

  @ApiPropertyOptional({ description: 'Whether they answer by themselves from now on.', example: false })
  @IsOptional()
  @IsBoolean()
  answers?: boolean;
}

export class PhoneFileDto {
  @ApiProperty({ description: 'For `GET /control/media/{id}`.', example: '3182443204973750' })
  id!: string;

  @ApiProperty({ description: 'Type of the file.', example: 'image/jpeg' })
  mimeType!: string;

  @ApiProperty({ description: 'Name of a document.', type: String, nullable: true, example: 'invoice.pdf' })
  filename!: string | null;
}

export class PhoneReactionDto {
  @ApiProperty({ description: "The customer's own.", example: false })
  fromMe!: boolean;

  @ApiProperty({ description: 'What they reacted with.', example: '👍' })
  emoji!: string;
}

export class PhoneMessageDto {
  @ApiProperty({ description: "The message's id.", example: WAMID })
  wamid!: string;

  @ApiProperty({ description: 'The customer wrote it.', example: true })
  fromMe!: boolean;

  @ApiProperty({ description: "Meta's message type.", example: 'text' })
  type!: string;

  @ApiProperty({ description: 'Words or caption, in their last wording.', example: 'Здравствуйте! Мой заказ готов?' })
  text!: string;

  @ApiProperty({ description: 'The file.', type: () => PhoneFileDto, nullable: true, example: null })
  file!: PhoneFileDto | null;

  @ApiProperty({ description: 'Titles of the buttons below it.', type: [String], example: [] })
  buttons!: string[];

  @ApiProperty({ description: 'The message it answers.', type: String, nullable: true, example: null })
  replyTo!: string | null;

  @ApiProperty({ description: 'The words of that message.', type: String, nullable: true, example: null })
  quote!: string | null;

  @ApiProperty({ description: 'At most one of each side.', type: () => [PhoneReactionDto], example: [] })
  reactions!: PhoneReactionDto[];

  @ApiProperty({
    description:
      "How far the customer's own message came: to WhatsApp, to the business, read there. Null for the others.",
    enum: PHONE_TICKS,
    nullable: true,
    example: 'delivered',
  })
  ticks!: string | null;

  @ApiProperty({ description: 'Its writer changed it.', example: false })
  isEdited!: boolean;

  @ApiProperty({ description: 'Its writer deleted it for everyone.', example: false })
  isDeleted!: boolean;

  @ApiProperty({ description: 'When it was written or arrived.', example: '2025-12-09T12:34:56.000Z' })
  at!: string;
}

export class ConversationDto {
  @ApiProperty({ description: 'Whose phone it is.', type: () => PhoneOwnerDto })
  customer!: PhoneOwnerDto;

  @ApiProperty({ description: 'The business is typing.', example: false })
  isTyping!: boolean;

  @ApiProperty({ description: 'What stands on the phone, newest last; at most 200.', type: () => [PhoneMessageDto] })
  messages!: readonly PhoneMessageDto[];
}

export class PhoneAddressDto {
  @ApiProperty({ description: 'Whose phone: a phone number or a BSUID.', example: '+77011234567' })
  @IsAddress()
  phone!: string;
}

export class FileNameDto {
  @ApiPropertyOptional({ description: 'What the file is called on the phone.', example: 'cheque.pdf' })
  @IsOptional()
  @IsString()
  @Length(1, 240)
  filename?: string;
}

export class CustomerFileDto {
  @ApiProperty({ description: 'What `POST /control/inbound` takes as `media`.', example: '3182443204973750' })
  id!: string;

  @ApiProperty({ description: 'Its type, as the request said.', example: 'image/jpeg' })
  mimeType!: string;

  @ApiProperty({ description: 'Its size in bytes.', example: 48213 })
  size!: number;
}
