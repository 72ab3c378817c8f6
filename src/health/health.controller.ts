import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../common/public.decorator.js';
import { VERSION } from '../common/version.js';
import { LiveDto, ReadyDto } from './health.dto.js';
import { ReadinessService } from './readiness.service.js';

@ApiTags('Meta')
@Public()
@Controller('api/health')
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  @Get('live')
  @ApiOperation({ summary: 'Is the process alive', operationId: 'getLive' })
  @ApiOkResponse({ type: LiveDto, description: 'It is, and this is its version.' })
  getLive(): LiveDto {
    return { status: 'ok', version: VERSION };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Are requests welcome', operationId: 'getReady' })
  @ApiOkResponse({ type: ReadyDto, description: 'They are.' })
  @ApiResponse({ status: 503, type: ReadyDto, description: 'Not now: `checks` says why.' })
  async getReady(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyDto> {
    const ready = await this.readiness.check();
    void reply.status(ready.status === 'ok' ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return ready;
  }
}
