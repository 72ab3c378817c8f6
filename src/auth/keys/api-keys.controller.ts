import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { LINK_HEADER, WithNextLink } from '../../common/http/with-next-link.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { Authenticated } from '../authenticated.decorator.js';
import { CurrentUser } from '../current-user.decorator.js';
import { AuthUser } from '../domain/auth-user.js';
import {
  ApiKeyListDto,
  CreateApiKeyDto,
  DEFAULT_REQUESTS_PER_MINUTE,
  ListApiKeysQueryDto,
  NewApiKeyDto,
  toApiKeyDto,
} from './api-keys.dto.js';
import { ApiKeysService } from './api-keys.service.js';

const CREATE_EXAMPLES = {
  crm: {
    summary: 'A CRM that reads, writes and signs its users in',
    value: { name: 'CRM', userId: 5, scopes: ['chats:read', 'messages:send', 'sessions'] },
  },
  report: {
    summary: 'A report, until the end of the year',
    value: {
      name: 'Report',
      userId: 5,
      scopes: ['chats:read'],
      expiresAt: '2027-01-01T00:00:00Z',
      requestsPerMinute: 60,
    },
  },
};

@ApiTags('Admin')
@Authenticated('admin')
@Controller('api/admin/api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Post()
  @ApiOperation({
    summary: 'Make an API key',
    operationId: 'createApiKey',
    description:
      'For machines: `Authorization: Bearer <key>` on the operator API. It acts as a user, within its scopes, and never as an administrator.',
  })
  @ApiBody({ type: CreateApiKeyDto, examples: CREATE_EXAMPLES })
  @ApiCreatedResponse({ type: NewApiKeyDto, description: 'The only answer that shows the key.' })
  @ApiErrors('VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE')
  async createApiKey(
    @CurrentUser() actor: AuthUser,
    @Body() { name, userId, scopes, expiresAt, requestsPerMinute = DEFAULT_REQUESTS_PER_MINUTE }: CreateApiKeyDto,
    @Origin() origin: RequestOrigin,
  ): Promise<NewApiKeyDto> {
    const created = await this.keys.create(actor, { name, userId, scopes, expiresAt, requestsPerMinute }, origin);
    return { ...toApiKeyDto(created), key: created.key };
  }

  @Get()
  @WithEventId()
  @WithNextLink()
  @ApiOperation({ summary: 'List API keys', operationId: 'listApiKeys' })
  @ApiOkResponse({
    type: ApiKeyListDto,
    description: 'A page of keys, without the keys themselves.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER },
  })
  @ApiErrors('VALIDATION')
  async listApiKeys(@Query() query: ListApiKeysQueryDto): Promise<ApiKeyListDto> {
    const { items, ...cursors } = await this.keys.list(query);
    return { apiKeys: items.map(toApiKeyDto), ...cursors };
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Revoke an API key',
    operationId: 'revokeApiKey',
    description: 'It and the sessions it opened stop working within a second. To revoke it again changes nothing.',
  })
  @ApiIdParam('id', 'Id of the key.', 3)
  @ApiNoContentResponse({ description: 'Revoked.' })
  @ApiErrors('VALIDATION', 'API_KEY_NOT_FOUND')
  revokeApiKey(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.keys.revoke(actor, id, origin);
  }
}
