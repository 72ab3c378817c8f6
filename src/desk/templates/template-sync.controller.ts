import { Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import type { Language } from '../../common/errors/localized-text.js';
import { CallerLanguage } from '../../common/language.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { SyncChannelTemplates } from './sync-channel-templates.service.js';
import { TemplateSyncDto } from './template.dto.js';

@ApiTags('Admin')
@Authenticated('admin', 'supervisor')
@Controller('api/admin/channels')
export class TemplateSyncController {
  constructor(private readonly templates: SyncChannelTemplates) {}

  @Post(':id/templates/sync')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Read the templates anew from WhatsApp',
    operationId: 'syncTemplates',
    description:
      'All of the account the channel belongs to. What WhatsApp no longer has is marked as deleted. It happens by itself too, when WhatsApp tells of a change.',
  })
  @ApiIdParam('id', 'Id of the channel.', 1)
  @ApiOkResponse({ type: TemplateSyncDto, description: 'Read.' })
  @ApiErrors('VALIDATION', 'CHANNEL_NOT_FOUND', 'WABA_NOT_CONFIGURED', 'WABA_AUTH', 'UPSTREAM')
  syncTemplates(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
    @CallerLanguage() language: Language,
  ): Promise<TemplateSyncDto> {
    return this.templates.sync(actor, id, { origin, language });
  }
}
