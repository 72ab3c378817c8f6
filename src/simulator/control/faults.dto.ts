import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsUrl, Max, Min, ValidateNested } from 'class-validator';
import { NO_FAULTS, RECEIPT_FAULTS, WINDOW_CLOSED_WAYS } from '../faults.js';
import { MAX_UPDATES_PER_BODY } from '../webhooks/merge-receipts.js';
import {
  CountedFaultDto,
  DownloadFaultDto,
  FailFaultDto,
  GarbageFaultDto,
  RefuseFaultDto,
  ThrottleFaultDto,
  UploadFaultDto,
} from './counted-faults.dto.js';
import { IsAddress } from './is-address.js';
import { MayBeLeftOut } from './may-be-left-out.js';

const MAX_DELAY_MS = 120_000;
const SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000;
const MAX_COPIES = 50;

function Nested(type: new () => object, description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ description, type: () => type }),
    IsOptional(),
    ValidateNested(),
    Type(() => type),
  );
}

function Between(
  minimum: number,
  maximum: number,
  about: { description: string; example: number; default: number },
): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ ...about, minimum, maximum }),
    IsOptional(),
    IsInt(),
    Min(minimum),
    Max(maximum),
  );
}

/** No defaults here: a fault that is not named is not the same as one set to normal where single ones are changed. */
export class FaultsDto {
  @ApiPropertyOptional({
    description: 'Whose set this is: a phone or a BSUID. Without it, of everybody who has no set of their own.',
    example: '+77011234567',
  })
  @MayBeLeftOut()
  @IsAddress()
  phone?: string;

  @Nested(RefuseFaultDto, 'Refuse the next messages with a Graph error.')
  refuse?: RefuseFaultDto;

  @Nested(
    ThrottleFaultDto,
    'Refuse every message, and where no customer is named every list of templates, for a while, as a limit does that was hit.',
  )
  throttle?: ThrottleFaultDto;

  @Nested(CountedFaultDto, 'Reset the connection instead of accepting the next messages.')
  dropBeforeAccept?: CountedFaultDto;

  @Nested(CountedFaultDto, 'Accept the next messages and cut the connection instead of answering. Their receipts come.')
  dropAfterAccept?: CountedFaultDto;

  @Nested(GarbageFaultDto, 'Answer the next messages with something that is no answer of Graph.')
  garbage?: GarbageFaultDto;

  @Between(0, MAX_DELAY_MS, {
    description: 'Answer accepted messages so much later, in milliseconds of real time.',
    example: 0,
    default: NO_FAULTS.delayMs,
  })
  delayMs?: number;

  @Nested(UploadFaultDto, 'What becomes of the next media uploads. They name no customer: not together with `phone`.')
  upload?: UploadFaultDto;

  @Nested(DownloadFaultDto, "What becomes of the next downloads of customers' files. Not together with `phone` either.")
  download?: DownloadFaultDto;

  @Nested(FailFaultDto, 'Accept the next messages and report them as failed later, by webhook.')
  fail?: FailFaultDto;

  @ApiPropertyOptional({
    description:
      'What happens to receipts: in order, none at all, in a wrong order, each of them twice, `read` before ' +
      '`delivered`, or `read` alone.',
    enum: RECEIPT_FAULTS,
    example: 'shuffled',
    default: NO_FAULTS.receipts,
  })
  @IsOptional()
  @IsIn(RECEIPT_FAULTS)
  receipts?: (typeof RECEIPT_FAULTS)[number];

  @Between(0, SEVEN_DAYS_MS, {
    description: 'Post receipts so much later than they happen, in milliseconds of the clock.',
    example: 60_000,
    default: NO_FAULTS.receiptsLateMs,
  })
  receiptsLateMs?: number;

  @ApiPropertyOptional({
    description:
      'Post all receipts before Graph answers; its answer waits until the callback has answered them. Batched ones are ' +
      'not waited for.',
    example: true,
    default: NO_FAULTS.receiptsBeforeAnswer,
  })
  @IsOptional()
  @IsBoolean()
  receiptsBeforeAnswer?: boolean;

  @Between(1, MAX_UPDATES_PER_BODY, {
    description:
      'How many receipts share one body. It leaves when it is full, a second later by the clock, or when faults are ' +
      'changed.',
    example: MAX_UPDATES_PER_BODY,
    default: NO_FAULTS.batchSize,
  })
  batchSize?: number;

  @Between(1, MAX_COPIES, {
    description: "How often each webhook is posted, receipts and customers' messages, all copies at once.",
    example: 2,
    default: NO_FAULTS.webhookCopies,
  })
  webhookCopies?: number;

  @ApiPropertyOptional({
    description: 'Send every update to this callback too, signed and repeated like the first.',
    example: 'http://127.0.0.1:3001/api/waba/webhook',
  })
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  secondWebhookUrl?: string;

  @ApiPropertyOptional({
    description:
      'How a closed 24-hour window is told: `webhook` = 200, then a failed status with 131047; `answer` = 400.',
    enum: WINDOW_CLOSED_WAYS,
    example: 'webhook',
    default: NO_FAULTS.windowClosed,
  })
  @IsOptional()
  @IsIn(WINDOW_CLOSED_WAYS)
  windowClosed?: (typeof WINDOW_CLOSED_WAYS)[number];
}

export class FaultsQueryDto {
  @ApiPropertyOptional({ description: 'Whose faults: a phone or a BSUID.', example: '+77011234567' })
  @MayBeLeftOut()
  @IsAddress()
  phone?: string;
}
