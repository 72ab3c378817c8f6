import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { LINK_HEADER, WithNextLink } from '../../common/http/with-next-link.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { TemplatesService } from '../../templates/templates.service.js';
import { PREVIEW_TEMPLATE_EXAMPLES } from './template-examples.js';
import {
  ListTemplatesQueryDto,
  PreviewTemplateDto,
  TemplateDto,
  TemplateListDto,
  TemplatePreviewDto,
} from './template.dto.js';

@Authenticated()
@ApiTags('Desk')
@Controller('api/waba/operator')
export class TemplatesController {
  constructor(private readonly templates: TemplatesService) {}

  @Get('templates')
  @WithEventId()
  @WithNextLink()
  @ApiOperation({
    summary: 'The message templates of your channels',
    operationId: 'listTemplates',
    description: 'What may be sent outside the service window, as WhatsApp last told it.',
  })
  @ApiOkResponse({
    type: TemplateListDto,
    description: 'A page of templates.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER },
  })
  @ApiErrors('VALIDATION')
  async listTemplates(@CurrentUser() user: AuthUser, @Query() query: ListTemplatesQueryDto): Promise<TemplateListDto> {
    const { items, nextCursor, prevCursor } = await this.templates.list(user.id, query);
    return { templates: items, nextCursor, prevCursor };
  }

  @Get('template/:id')
  @ApiOperation({ summary: 'One template', operationId: 'getTemplate' })
  @ApiIdParam('id', 'Id of the template.', 1)
  @ApiOkResponse({ type: TemplateDto, description: 'The template.' })
  @ApiErrors('VALIDATION', 'TEMPLATE_NOT_FOUND')
  getTemplate(@CurrentUser() user: AuthUser, @Param('id', IdPipe) id: number): Promise<TemplateDto> {
    return this.templates.find(user.id, id);
  }

  @Post('template/:id/preview')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Fill in a template',
    operationId: 'previewTemplate',
    description:
      'Nothing is sent. What is missing, too much or too long is a 400 that names it, as in a send. Values go in as they are.',
  })
  @ApiIdParam('id', 'Id of the template.', 1)
  @ApiBody({ type: PreviewTemplateDto, examples: PREVIEW_TEMPLATE_EXAMPLES })
  @ApiOkResponse({ type: TemplatePreviewDto, description: 'The text.' })
  @ApiErrors('VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'TEMPLATE_NOT_FOUND')
  async previewTemplate(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() body: PreviewTemplateDto,
  ): Promise<TemplatePreviewDto> {
    return { text: await this.templates.preview(user.id, id, body) };
  }
}
