import { Injectable } from '@nestjs/common';
import { CustomersService } from '../customers/customers.service.js';
import { PhonesService } from '../phones/phones.service.js';
import { TrafficService } from '../traffic.service.js';
import { addressInWamid } from '../wamid.js';
import { AnswerFaultsService } from './answer-faults.service.js';
import { ReadRequest } from './send-request.js';

/** Shows customers that they were read, and that somebody is typing. */
@Injectable()
export class ReadMarksService {
  constructor(
    private readonly customers: CustomersService,
    private readonly traffic: TrafficService,
    private readonly answerFaults: AnswerFaultsService,
    private readonly phones: PhonesService,
  ) {}

  /** Graph's answer. Throws GraphError. */
  async take(phoneNumberId: string, { messageId, isTyping, body }: ReadRequest): Promise<object> {
    const from = addressInWamid(messageId);
    const customer = from === undefined ? undefined : this.customers.find(from);
    if (customer !== undefined) this.answerFaults.refuseMark(customer);
    const outcome = isTyping ? 'typing' : 'read';
    this.traffic.recordRequest({ phoneNumberId, body, outcome, wamid: messageId, ...(from && { from }) });
    if (customer === undefined) return { success: true };
    this.phones.read(customer, messageId, isTyping);
    await this.answerFaults.delay(customer);
    return { success: true };
  }
}
