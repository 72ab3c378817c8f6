import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { IsAddress } from './is-address.js';
import { IsMetaTime } from './meta-time.js';

@ApiSchema({
  description:
    'A message of a customer. Beside the keys below it takes the object named like `type` and what Meta puts next to it ' +
    '(`context`, `referral`, `errors`, `identity`, …); they go out exactly as given. ' +
    'A `reaction` names another message by `message_id`, an `edit` and a `revoke` by `original_message_id`.',
})
export class InboundDto {
  @ApiProperty({
    description: 'Who writes: a phone, or a BSUID for a customer whose phone stays hidden in this message.',
    example: '+77011234567',
  })
  @IsAddress()
  from!: string;

  @ApiPropertyOptional({ description: "The customer's profile name from now on.", example: 'Айгуль' })
  @IsOptional()
  @IsString()
  @Length(1, 256)
  profileName?: string;

  @ApiPropertyOptional({ description: "The customer's username from now on.", example: 'aigul.k' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  username?: string;

  @ApiPropertyOptional({
    description: "The customer's BSUID from now on, where `from` is a phone.",
    example: 'KZ.13491208655302741918',
  })
  @IsOptional()
  @Matches(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/, { message: 'userId must be a BSUID like KZ.1349120865530274205' })
  userId?: string;

  @ApiPropertyOptional({ description: "Meta's message type.", example: 'text', default: 'text' })
  @IsOptional()
  @Matches(/^[a-z_]{1,64}$/, { message: 'type must be a message type like text or image' })
  type: string = 'text';

  @ApiPropertyOptional({
    description: 'The text, or the whole object as Meta sends it.',
    oneOf: [{ type: 'string' }, { type: 'object', properties: { body: { type: 'string' } } }],
    example: 'Здравствуйте! Мой заказ готов?',
  })
  text?: unknown;

  @ApiPropertyOptional({
    description:
      'In place of the object of a file: a file of example.com the customer sends (`photo.jpg`, `invoice.pdf`, `fake.png`, …). An image ' +
      'and a document need none.',
    example: 'photo.jpg',
  })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  file?: string;

  @ApiPropertyOptional({
    description: 'In place of the object of a file: the `id` of one uploaded by `POST /control/media`.',
    example: '3182443204973750',
  })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  media?: string;

  @ApiPropertyOptional({ description: 'Under the file of `file` or `media`.', example: 'Чек об оплате' })
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  caption?: string;

  @ApiPropertyOptional({
    description: 'When they wrote: Unix seconds, as Meta has it, or ISO 8601. Now, where it is missing.',
    oneOf: [{ type: 'integer' }, { type: 'string' }],
    example: '2025-12-09T12:34:56.000Z',
  })
  @IsOptional()
  @IsMetaTime()
  timestamp?: string | number;

  @ApiPropertyOptional({
    description: 'The business number written to; the first one by default.',
    example: '106540352242922',
  })
  @IsOptional()
  @IsString()
  phoneNumberId?: string;
}
