import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, OnModuleDestroy } from '@nestjs/common';
import { MediaKind, mediaRule } from '../../waba-gateway/protocol/limits.js';
import { BehaviourService } from '../customers/behaviour.service.js';
import { Customer } from '../customers/customer.js';
import { CustomersService } from '../customers/customers.service.js';
import { FaultsService } from '../faults.service.js';
import { SimulatedNumber } from '../simulator-options.js';
import { TrafficService } from '../traffic.service.js';
import { makeWamid } from '../wamid.js';
import { SentMessage } from '../webhooks/status-value.js';
import { GraphError } from './graph.error.js';
import { MediaStoreService } from './media-store.service.js';
import { MediaReference } from './message-types.js';
import { SendRequest } from './send-request.js';

export interface SendOutcome {
  /** Meta's answer to an accepted message. */
  answer: object;
  /** The connection is to be cut instead. */
  isAnswerLost: boolean;
}

interface LateFailure {
  code: number;
  details: string;
}

const THROTTLED_TIMES = 2;
const WINDOW_CLOSED: LateFailure = {
  code: 131047,
  details:
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
};

/** Accepts or refuses a message as Meta does, and sets off what follows. */
@Injectable()
export class SendMessageService implements OnModuleDestroy {
  private readonly closing = new AbortController();

  constructor(
    private readonly customers: CustomersService,
    private readonly media: MediaStoreService,
    private readonly behaviour: BehaviourService,
    private readonly traffic: TrafficService,
    private readonly faults: FaultsService,
  ) {}

  /** Throws GraphError. */
  async send(number: SimulatedNumber, request: SendRequest): Promise<SendOutcome> {
    const customer = this.customers.find(request.address);
    if (!customer) throw new GraphError(131009, { details: `Param to is not valid: "${request.address}".` });
    if (customer.waId === number.displayPhoneNumber) throw new GraphError(131021);
    this.assertMediaExists(request.media);
    this.refuseOnPurpose(customer);
    const failure = this.lateFailure(number, request, customer);
    if (failure === WINDOW_CLOSED && this.faults.current.windowClosed === 'answer') {
      throw new GraphError(failure.code, { details: failure.details });
    }
    const message = this.accept(number, request, customer);
    if (failure) this.behaviour.fail(message, failure);
    else this.behaviour.receive(message);
    const isAnswerLost = this.faults.takeDrop(customer) || customer.fate === 'answer-lost';
    this.record(message, request, isAnswerLost);
    await this.delayAnswer();
    return { answer: answerOf(message, request.address), isAnswerLost };
  }

  onModuleDestroy(): void {
    this.closing.abort();
  }

  private accept(number: SimulatedNumber, request: SendRequest, customer: Customer): SentMessage {
    const { addressedBy, type, text, callbackData } = request;
    const wamid = makeWamid(customer.waId ?? customer.bsuid, 'outgoing');
    return { wamid, number, customer, addressedBy, type, text, callbackData };
  }

  private assertMediaExists(media: MediaReference | undefined): void {
    if (media?.id === undefined || this.media.get(media.id)) return;
    throw new GraphError(131009, {
      details: `Param ${media.kind}['id'] is not a valid whatsapp business account media attachment ID: "${media.id}".`,
    });
  }

  private refuseOnPurpose(customer: Customer): void {
    const code = this.faults.takeRefusal(customer);
    if (code !== undefined) throw new GraphError(code, { details: 'Refused on purpose: a fault is set.' });
    if (customer.fate === 'not-on-whatsapp') {
      throw new GraphError(131026, { details: 'Message Undeliverable.' });
    }
    if (customer.fate !== 'throttled') return;
    if (customer.throttledTimes < THROTTLED_TIMES) {
      customer.throttledTimes += 1;
      throw new GraphError(130429, { details: 'Message failed to send because there were too many messages sent.' });
    }
    customer.throttledTimes = 0;
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

  private record(message: SentMessage, request: SendRequest, isAnswerLost: boolean): void {
    const { wamid, number, type } = message;
    const { phoneNumberId } = number;
    const outcome = isAnswerLost ? 'dropped' : 'accepted';
    this.traffic.recordSent({ wamid, phoneNumberId, type, body: request.body });
    this.traffic.recordRequest({ phoneNumberId, body: request.body, outcome, wamid });
  }

  private async delayAnswer(): Promise<void> {
    const { delayMs } = this.faults.current;
    if (delayMs > 0) await wait(delayMs, undefined, { signal: this.closing.signal }).catch(() => undefined);
  }
}

/** A document may be of any type that can be uploaded; a webp sent as an image is the usual mistake. */
function isOfKind(mimeType: string, kind: MediaKind): boolean {
  return kind === 'document' || mediaRule(mimeType)?.kind === kind;
}

function answerOf({ wamid, customer, addressedBy }: SentMessage, input: string): object {
  const contact = addressedBy === 'bsuid' ? { input, user_id: customer.bsuid } : { input, wa_id: customer.waId };
  return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: wamid }] };
}
