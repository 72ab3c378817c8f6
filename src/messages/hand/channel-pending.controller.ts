import { Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { CancelPendingService } from './cancel-pending.service.js';
import { CancelledPendingDto } from './channel-pending.dto.js';

/** Stands here and not with the other routes of a channel because messages are what it changes, which `channels` does not know. */
@ApiTags('Admin')
@Authenticated('admin')
@Controller('api/admin/channels/:id/cancel-pending')
export class ChannelPendingController {
  constructor(private readonly pending: CancelPendingService) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Cancel all that waits to be sent from a channel',
    operationId: 'cancelPendingMessages',
    description:
      'Each becomes `failed` with the code `CANCELLED`. What is on its way to WhatsApp, or may have reached the customer, stays as it is. Pause the channel first, or new messages go out meanwhile.',
  })
  @ApiIdParam('id', 'Id of the channel.', 1)
  @ApiOkResponse({ type: CancelledPendingDto, description: 'How many.' })
  @ApiErrors('VALIDATION', 'CHANNEL_NOT_FOUND')
  async cancelPendingMessages(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
  ): Promise<CancelledPendingDto> {
    return { cancelled: await this.pending.cancelAll(actor, id, origin) };
  }
}
