import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiParam, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiError } from '../common/errors/api-error.js';
import type { Language } from '../common/errors/localized-text.js';
import { CallerLanguage } from '../common/language.decorator.js';
import { ApiErrors } from '../common/openapi/api-errors.decorator.js';
import { Public } from '../common/public.decorator.js';
import { acceptsHtml } from './accepts-html.js';
import { explain, listExplanations } from './error-book.js';
import { ERROR_PAGE_POLICY, errorListPage, errorPage } from './error-page.js';
import { ErrorExplanationDto, ErrorListDto, ListErrorsQueryDto } from './errors.dto.js';

/** JSON, or a page for browsers. */
function ApiExplanation(type: typeof ErrorListDto | typeof ErrorExplanationDto, description: string): MethodDecorator {
  return ApiOkResponse({
    description,
    content: {
      'application/json': { schema: { $ref: getSchemaPath(type) } },
      'text/html': { schema: { type: 'string' } },
    },
  });
}

@ApiTags('Meta')
@ApiExtraModels(ErrorListDto, ErrorExplanationDto)
@Public()
@Controller('api/errors')
export class ErrorsController {
  @Get()
  @ApiOperation({
    summary: 'List every error code',
    operationId: 'listErrors',
    description: 'Ours and Meta’s; browsers get a page.',
  })
  @ApiExplanation(ErrorListDto, 'The catalogue.')
  @ApiErrors('VALIDATION')
  listErrors(
    @Query() { source }: ListErrorsQueryDto,
    @Headers('accept') accept: string | undefined,
    @CallerLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): ErrorListDto | string {
    const errors = listExplanations(source);
    return acceptsHtml(accept) ? asPage(reply, errorListPage(errors, language)) : { errors };
  }

  @Get(':code')
  @ApiOperation({
    summary: 'Explain an error code',
    operationId: 'getError',
    description: '`type` of every error body points here; browsers get a page.',
  })
  @ApiParam({
    name: 'code',
    description: 'The `code` of an error body, or Meta’s number in its `provider.code`.',
    schema: { type: 'string', maxLength: 64, example: 'CHAT_NOT_FOUND' },
  })
  @ApiExplanation(ErrorExplanationDto, 'The explanation.')
  @ApiErrors('NOT_FOUND')
  getError(
    @Param('code') code: string,
    @Headers('accept') accept: string | undefined,
    @CallerLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): ErrorExplanationDto | string {
    const error = explain(code);
    if (error === undefined) throw new ApiError('NOT_FOUND');
    return acceptsHtml(accept) ? asPage(reply, errorPage(error, language)) : error;
  }
}

function asPage(reply: FastifyReply, html: string): string {
  void reply.headers({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': ERROR_PAGE_POLICY,
  });
  return html;
}
