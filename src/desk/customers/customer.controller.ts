import { Body, Controller, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import type { Language } from '../../common/errors/localized-text.js';
import { LINK_HEADER, WithNextLink } from '../../common/http/with-next-link.decorator.js';
import { CallerLanguage } from '../../common/language.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { ChangeCustomerService } from './change-customer.service.js';
import {
  CustomerChatListDto,
  CustomerDto,
  ListCustomerChatsQueryDto,
  RenameCustomerDto,
  SetMarketingDto,
} from './customer.dto.js';
import { ShowCustomerService } from './show-customer.service.js';

const BODY_ERRORS = ['VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;

const RENAME_EXAMPLES = {
  name: { summary: 'A name for all operators', value: { name: 'Айгуль (опт)' } },
  none: { summary: 'Back to the name of the profile', value: { name: null } },
};

const MARKETING_EXAMPLES = {
  stop: { summary: 'No more marketing', value: { optedOut: true } },
  resume: { summary: 'They want it again', value: { optedOut: false } },
};

@Authenticated()
@ApiTags('Customers')
@Controller('api/waba/operator/customer/:id')
export class CustomerController {
  constructor(
    private readonly customers: ShowCustomerService,
    private readonly changes: ChangeCustomerService,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'One customer',
    operationId: 'getCustomer',
    description:
      'Seen by who sees one of their chats. A customer who turned out to be another one is shown as that one: `id` then differs from the id asked for.',
  })
  @ApiIdParam('id', 'Id of the customer.', 123)
  @ApiOkResponse({ type: CustomerDto, description: 'The customer now.' })
  @ApiErrors('VALIDATION', 'CUSTOMER_NOT_FOUND')
  getCustomer(@CurrentUser() user: AuthUser, @Param('id', IdPipe) id: number): Promise<CustomerDto> {
    return this.customers.one(user, id);
  }

  @Patch()
  @ApiOperation({
    summary: 'Name a customer',
    operationId: 'renameCustomer',
    description:
      'For all operators and in all their chats, which are told of as `chat.updated`. The customer never sees it.',
  })
  @ApiIdParam('id', 'Id of the customer.', 123)
  @ApiBody({ type: RenameCustomerDto, examples: RENAME_EXAMPLES })
  @ApiOkResponse({ type: CustomerDto, description: 'The customer now.' })
  @ApiErrors(...BODY_ERRORS, 'CUSTOMER_NOT_FOUND')
  async renameCustomer(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() { name }: RenameCustomerDto,
    @Origin() origin: RequestOrigin,
  ): Promise<CustomerDto> {
    const customer = await this.customers.find(user, id);
    await this.changes.rename(user, customer.id, name, origin);
    return this.customers.one(user, id);
  }

  @Put('marketing')
  @ApiOperation({
    summary: 'Keep whether a customer wants marketing messages',
    operationId: 'setCustomerMarketing',
    description:
      'What they told an operator. WhatsApp tells it by itself where they say so there, and of two words the later counts; it refuses marketing messages to who said stop there, whatever stands here.',
  })
  @ApiIdParam('id', 'Id of the customer.', 123)
  @ApiBody({ type: SetMarketingDto, examples: MARKETING_EXAMPLES })
  @ApiOkResponse({ type: CustomerDto, description: 'The customer now.' })
  @ApiErrors(...BODY_ERRORS, 'CUSTOMER_NOT_FOUND')
  async setCustomerMarketing(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() { optedOut }: SetMarketingDto,
    @Origin() origin: RequestOrigin,
  ): Promise<CustomerDto> {
    const customer = await this.customers.find(user, id);
    await this.changes.setMarketing(user, customer.id, optedOut, origin);
    return this.customers.one(user, id);
  }

  @Get('chats')
  @WithEventId()
  @WithNextLink()
  @ApiOperation({
    summary: 'The chats of a customer',
    operationId: 'listCustomerChats',
    description: 'Over all channels, those you see, the newest first; merged ones too.',
  })
  @ApiIdParam('id', 'Id of the customer.', 123)
  @ApiOkResponse({
    type: CustomerChatListDto,
    description: 'A page of chats.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER },
  })
  @ApiErrors('VALIDATION', 'CUSTOMER_NOT_FOUND')
  listCustomerChats(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @Query() query: ListCustomerChatsQueryDto,
    @CallerLanguage() language: Language,
  ): Promise<CustomerChatListDto> {
    return this.customers.listChats(user, id, query, language);
  }
}
