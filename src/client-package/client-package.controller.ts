import { Controller, Get, Headers, HttpStatus, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isKnown } from '../common/http/if-none-match.js';
import { ApiErrors } from '../common/openapi/api-errors.decorator.js';
import { ETAG_HEADER, IF_NONE_MATCH } from '../common/openapi/etag-headers.js';
import { Public } from '../common/public.decorator.js';
import { ClientPackageService } from './client-package.service.js';

@ApiTags('Meta')
@Public()
@Controller('api')
export class ClientPackageController {
  constructor(private readonly clientPackage: ClientPackageService) {}

  @Get('client.tgz')
  @ApiOperation({
    summary: 'Get the typed client',
    operationId: 'getClientPackage',
    description:
      'The npm package `@wa-operator/client` of this very version: `npm install https://<this server>/api/client.tgz`. It has the types of this document, tries again what may be tried again, keeps the session alive and resumes the events.',
  })
  @ApiHeader(IF_NONE_MATCH)
  @ApiOkResponse({
    description: 'The package.',
    headers: ETAG_HEADER,
    content: { 'application/gzip': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiResponse({ status: 304, description: 'It is the one you have.' })
  @ApiErrors('NOT_FOUND')
  async getClientPackage(
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const { content, filename, etag } = await this.clientPackage.tarball();
    void reply.headers({ etag, 'cache-control': 'public, no-cache' });
    if (isKnown(known, etag)) {
      void reply.status(HttpStatus.NOT_MODIFIED);
      return undefined;
    }
    return new StreamableFile(content, { type: 'application/gzip', disposition: `attachment; filename="${filename}"` });
  }
}
