import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../openapi/api-errors.decorator.js';
import { Public } from '../public.decorator.js';
import { ApiError } from './api-error.js';
import { ERROR_CODES, ErrorCode, errorEntry, isErrorCode } from './error-catalogue.js';
import { ErrorExplanationDto, ErrorListDto } from './errors.dto.js';

@ApiTags('Meta')
@Public()
@Controller('api/errors')
export class ErrorsController {
  @Get()
  @ApiOperation({ summary: 'List every error code', operationId: 'listErrors' })
  @ApiOkResponse({ type: ErrorListDto, description: 'The catalogue.' })
  listErrors(): ErrorListDto {
    return { errors: ERROR_CODES.map(explain) };
  }

  @Get(':code')
  @ApiOperation({
    summary: 'Explain an error code',
    operationId: 'getError',
    description: '`type` of every error body points here.',
  })
  @ApiParam({
    name: 'code',
    description: 'The `code` of an error body.',
    example: 'CHAT_NOT_FOUND',
    schema: { type: 'string', maxLength: 64 },
  })
  @ApiOkResponse({ type: ErrorExplanationDto, description: 'The explanation.' })
  @ApiErrors('NOT_FOUND')
  getError(@Param('code') code: string): ErrorExplanationDto {
    if (!isErrorCode(code)) throw new ApiError('NOT_FOUND');
    return explain(code);
  }
}

function explain(code: ErrorCode): ErrorExplanationDto {
  const { status, title, detail } = errorEntry(code);
  return { code, status, title, detail };
}
