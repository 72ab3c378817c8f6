import { BadRequestException, Body, Controller, Delete, Get, HttpCode, Patch, Put, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { FaultsService } from '../faults.service.js';
import { OutgoingWebhooksService } from '../webhooks/outgoing-webhooks.service.js';
import { BAD_REQUEST } from './control-responses.dto.js';
import { FAULT_EXAMPLES } from './fault-examples.js';
import { FaultsDto, FaultsQueryDto } from './faults.dto.js';
import { validatedBody } from './validated-body.js';

@ApiTags('Control')
@Controller('control/faults')
export class FaultsController {
  constructor(
    private readonly faults: FaultsService,
    private readonly webhooks: OutgoingWebhooksService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Show faults', description: "Everybody's, or those of one customer alone." })
  @ApiOkResponse({ type: FaultsDto, description: 'The faults now; `times` is what is left.' })
  @ApiBadRequestResponse(BAD_REQUEST)
  showFaults(@Query(validatedBody()) { phone }: FaultsQueryDto): FaultsDto {
    return this.shown(phone);
  }

  @Put()
  @ApiOperation({
    summary: 'Set faults',
    description:
      'Replaces all faults; what is not named is back to normal. With `phone` it replaces the set of that customer, ' +
      "who from then on obeys it alone. Everybody else's stays as it is.",
  })
  @ApiBody({ type: FaultsDto, examples: FAULT_EXAMPLES })
  @ApiOkResponse({ type: FaultsDto, description: 'The faults now.' })
  @ApiBadRequestResponse(BAD_REQUEST)
  setFaults(@Body(validatedBody()) { phone, ...faults }: FaultsDto): FaultsDto {
    assertCustomersOwn(faults, phone);
    this.webhooks.flush();
    this.faults.set(faults, phone);
    return this.shown(phone);
  }

  @Patch()
  @ApiOperation({
    summary: 'Change faults',
    description: 'Changes what is named and leaves the rest; `null` takes one fault back.',
  })
  @ApiBody({ type: FaultsDto, examples: FAULT_EXAMPLES })
  @ApiOkResponse({ type: FaultsDto, description: 'The faults now.' })
  @ApiBadRequestResponse(BAD_REQUEST)
  changeFaults(@Body(validatedBody()) { phone, ...faults }: FaultsDto): FaultsDto {
    assertCustomersOwn(faults, phone);
    this.webhooks.flush();
    this.faults.change(faults, phone);
    return this.shown(phone);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Clear faults', description: "Everybody's and each customer's, or one customer's alone." })
  @ApiNoContentResponse({ description: 'Everything is back to normal.' })
  @ApiBadRequestResponse(BAD_REQUEST)
  clearFaults(@Query(validatedBody()) { phone }: FaultsQueryDto): void {
    this.webhooks.flush();
    this.faults.clear(phone);
  }

  private shown(phone: string | undefined): FaultsDto {
    return { ...this.faults.show(phone), ...(phone === undefined ? {} : { phone }) };
  }
}

/** It would never strike, and whoever set it would wonder. */
function assertCustomersOwn({ upload, download }: FaultsDto, phone: string | undefined): void {
  if ((upload || download) && phone !== undefined) {
    throw new BadRequestException('upload and download are for everybody: a file does not say whom it is for.');
  }
}
