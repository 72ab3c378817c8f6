import {
  BadRequestException,
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  NotFoundException,
  Param,
  Patch,
  Post,
  Query,
  Res,
  Sse,
} from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiConsumes,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Observable } from 'rxjs';
import { MediaStoreService } from '../graph/media-store.service.js';
import { BAD_REQUEST, ControlErrorDto } from './control-responses.dto.js';
import {
  ChangePhoneDto,
  ConversationDto,
  CustomerFileDto,
  FileNameDto,
  PhoneAddressDto,
  PhoneOwnerDto,
  PhoneOwnersDto,
} from './phones.dto.js';
import { ShowPhonesService } from './show-phones.service.js';
import { validatedBody } from './validated-body.js';

/** Files come from whoever sends them, and are shown on the origin of our own pages: whatever one holds, it runs nothing. */
const FILE_HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'x-content-type-options': 'nosniff',
};

@ApiTags('Phones')
@Controller('control')
export class PhonesController {
  constructor(
    private readonly phones: ShowPhonesService,
    private readonly media: MediaStoreService,
  ) {}

  @Get('customers')
  @ApiOperation({
    summary: 'Whose phones there are',
    description: 'Anybody else is there as soon as somebody names them.',
  })
  @ApiOkResponse({ type: PhoneOwnersDto, description: 'The customers.' })
  listCustomers(): PhoneOwnersDto {
    return { customers: this.phones.list() };
  }

  @Patch('customers')
  @ApiOperation({ summary: "Switch a customer's phone off or on, or their answering by themselves" })
  @ApiOkResponse({ type: PhoneOwnerDto, description: 'The customer as they are now.' })
  @ApiBadRequestResponse(BAD_REQUEST)
  changeCustomer(@Body(validatedBody()) dto: ChangePhoneDto): PhoneOwnerDto {
    return this.phones.change(dto);
  }

  @Get('conversation')
  @ApiOperation({
    summary: "What stands on a customer's phone",
    description: 'What reached it since the start or the last reset, and what was written on it.',
  })
  @ApiOkResponse({ type: ConversationDto, description: 'The conversation with the business.' })
  @ApiBadRequestResponse(BAD_REQUEST)
  getConversation(@Query(validatedBody()) { phone }: PhoneAddressDto): ConversationDto {
    return this.phones.conversation(phone);
  }

  @Sse('changes')
  @ApiOperation({
    summary: 'Hear whose phone changed',
    description: 'Server-sent events: `data` is `{"address"}` of the customer, or null in it where everything changed.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'Until one hangs up.' })
  watchPhones(): Observable<object> {
    return this.phones.changes();
  }

  @Post('media')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Upload a file a customer is going to send',
    description:
      'The body is the file itself; its type is the `Content-Type`. Any file: what Meta lets through is not judged here.',
  })
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: CustomerFileDto, description: 'The file is there for seven days.' })
  @ApiBadRequestResponse(BAD_REQUEST)
  uploadFile(
    @Body() bytes: unknown,
    @Headers('content-type') type: string | undefined,
    @Query(validatedBody()) { filename }: FileNameDto,
  ): CustomerFileDto {
    if (!Buffer.isBuffer(bytes)) throw new BadRequestException('The body must be a file that is no JSON.');
    const { id, mimeType } = this.media.add(type ?? 'application/octet-stream', bytes, 'inbound', filename);
    return { id, mimeType, size: bytes.length };
  }

  @Get('media/:id')
  @ApiOperation({ summary: 'A file of a message, as the phone shows it' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'The file.' })
  @ApiNotFoundResponse({ type: ControlErrorDto, description: 'There is no such file any more.' })
  async getFile(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const stored = this.media.get(id);
    if (!stored) throw new NotFoundException('There is no such file.');
    await reply.headers(FILE_HEADERS).type(stored.mimeType).send(stored.bytes);
  }
}
