import { Injectable } from '@nestjs/common';
import { MediaKind, mediaRule } from '../../waba-gateway/protocol/limits.js';
import { BehaviourService } from '../customers/behaviour.service.js';
import { Customer } from '../customers/customer.js';
import { CustomersService } from '../customers/customers.service.js';
import { SimulatedNumber } from '../simulator-options.js';
import { RequestOutcome, TrafficService } from '../traffic.service.js';
import { makeWamid } from '../wamid.js';
import { SentMessage } from '../webhooks/status-value.js';
import { AnswerFaultsService } from './answer-faults.service.js';
import { BrokenAnswer } from './broken-answer.js';
import { GraphError } from './graph.error.js';
import { MediaStoreService } from './media-store.service.js';
import { MediaReference } from './media-reference.js';
import { RateLimitsService } from './rate-limits.service.js';
import { SendRequest } from './send-request.js';

/** Meta's answer to an accepted message, or what comes instead of it. */
export type SendOutcome = { answer: object } | { broken: BrokenAnswer };

interface LateFailure {
  code: number;
  details: string;
}

const WINDOW_CLOSED: LateFailure = {
  code: 131047,
  details:
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
};

/** Accepts or refuses a message as Meta does, and sets off what follows. */
@Injectable()
export class SendMessageService {
  constructor(
    private readonly customers: CustomersService,
    private readonly media: MediaStoreService,
    private readonly behaviour: BehaviourService,
    private readonly traffic: TrafficService,
    private readonly answerFaults: AnswerFaultsService,
    private readonly limits: RateLimitsService,
  ) {}

  /** Throws GraphError. */
  async send(number: SimulatedNumber, request: SendRequest): Promise<SendOutcome> {
    const customer = this.checkedCustomer(number, request);
    const lost = this.answerFaults.beforeAccept(customer);
    if (lost !== undefined) {
      this.traffic.recordRequest({ phoneNumberId: number.phoneNumberId, body: request.body, outcome: 'lost' });
      return { broken: lost };
    }
    this.answerFaults.refuse(customer);
    const failure = this.lateFailure(number, request, customer);
    if (failure === WINDOW_CLOSED && this.answerFaults.isWindowToldInAnswer(customer)) {
      throw new GraphError(failure.code, { details: failure.details });
    }
    const isOutside = failure !== WINDOW_CLOSED && !this.customers.isWindowOpen(customer, number.phoneNumberId);
    const onFailed = this.limits.take(number, customer, isOutside);
    const message = { ...this.accept(number, request, customer), onFailed };
    const broken = this.answerFaults.afterAccept(customer);
    this.record(message, request, broken);
    await (failure ? this.behaviour.fail(message, failure) : this.behaviour.receive(message));
    await this.answerFaults.delay(customer);
    return broken === undefined ? { answer: answerOf(message, request.address) } : { broken };
  }

  private checkedCustomer(number: SimulatedNumber, request: SendRequest): Customer {
    const customer = this.customers.find(request.address);
    if (!customer) throw new GraphError(131009, { details: `Param to is not valid: "${request.address}".` });
    if (customer.waId === number.displayPhoneNumber) throw new GraphError(131021);
    if (customer.blockedBy.has(number.phoneNumberId)) throw new GraphError(130403);
    this.assertMediaExists(request.media);
    return customer;
  }

  private accept(number: SimulatedNumber, request: SendRequest, customer: Customer): SentMessage {
    const { addressedBy, type, text, callbackData, body } = request;
    const wamid = makeWamid(customer.waId ?? customer.bsuid, 'outgoing');
    return { wamid, number, customer, addressedBy, type, text, callbackData, body };
  }

  private assertMediaExists(media: MediaReference | undefined): void {
    if (media?.id === undefined || this.media.get(media.id)) return;
    throw new GraphError(131009, {
      details: `Param ${media.kind}['id'] is not a valid whatsapp business account media attachment ID: "${media.id}".`,
    });
  }

  /** What Meta finds out after it has answered 200, and reports by webhook. */
  private lateFailure(number: SimulatedNumber, request: SendRequest, customer: Customer): LateFailure | undefined {
    const isTemplate = request.type === 'template';
    if (!isTemplate && !this.customers.isWindowOpen(customer, number.phoneNumberId)) return WINDOW_CLOSED;
    const { media } = request;
    if (media?.link !== undefined) {
      return {
        code: 131053,
        details: 'Downloading media from weblink failed: this simulator fetches nothing. Send by id.',
      };
    }
    const stored = media?.id === undefined ? undefined : this.media.get(media.id);
    if (!media || !stored || isOfKind(stored.mimeType, media.kind)) return undefined;
    return { code: 131053, details: `Unsupported ${media.kind} mime type ${stored.mimeType}.` };
  }

  private record(message: SentMessage, request: SendRequest, broken: BrokenAnswer | undefined): void {
    const { wamid, number, type } = message;
    const { phoneNumberId } = number;
    this.traffic.recordSent({ wamid, phoneNumberId, type, body: request.body });
    this.traffic.recordRequest({ phoneNumberId, body: request.body, outcome: outcomeOf(broken), wamid });
  }
}

function outcomeOf(broken: BrokenAnswer | undefined): RequestOutcome {
  if (broken === undefined) return 'accepted';
  return broken === 'cut' || broken === 'reset' ? 'dropped' : 'garbled';
}

/** A document may be of any type that can be uploaded; a webp sent as an image is the usual mistake. */
function isOfKind(mimeType: string, kind: MediaKind): boolean {
  return kind === 'document' || mediaRule(mimeType)?.kind === kind;
}

function answerOf({ wamid, customer, addressedBy }: SentMessage, input: string): object {
  const contact = addressedBy === 'bsuid' ? { input, user_id: customer.bsuid } : { input, wa_id: customer.waId };
  return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: wamid }] };
}
