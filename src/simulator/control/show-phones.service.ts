import { BadRequestException, Injectable } from '@nestjs/common';
import { map, merge, Observable, timer } from 'rxjs';
import { BehaviourService } from '../customers/behaviour.service.js';
import { Customer, isOffline } from '../customers/customer.js';
import { CustomersService } from '../customers/customers.service.js';
import { PERSONAS } from '../customers/personas.js';
import type { Conversation, PhoneOwner } from '../phones/phone-message.js';
import { PhonesService } from '../phones/phones.service.js';
import { ChangePhoneDto } from './phones.dto.js';

const MAX_CUSTOMERS = 200;
/** Keeps the stream's connection from being taken for dead. */
const HEARTBEAT_MS = 20_000;
const FATES = new Map(PERSONAS.map((persona) => [persona.bsuid, persona]));

/** The customers' phones, as the control API shows them. */
@Injectable()
export class ShowPhonesService {
  constructor(
    private readonly customers: CustomersService,
    private readonly phones: PhonesService,
    private readonly behaviour: BehaviourService,
  ) {}

  list(): PhoneOwner[] {
    return this.customers.all().slice(0, MAX_CUSTOMERS).map(ownerOf);
  }

  conversation(address: string): Conversation {
    const customer = this.customerOf(address);
    return {
      customer: ownerOf(customer),
      isTyping: this.phones.isTypedTo(customer),
      messages: this.phones.messagesOf(customer),
    };
  }

  change({ phone, isOnline, answers }: ChangePhoneDto): PhoneOwner {
    const customer = this.customerOf(phone);
    if (answers !== undefined) customer.answers = answers;
    if (isOnline !== undefined) customer.line = isOnline ? 'online' : 'offline';
    if (isOnline === true) this.behaviour.comeOnline(customer);
    this.phones.tell(customer);
    return ownerOf(customer);
  }

  /** Whose phone changed, by their address; null where everything did. Only heartbeats say nothing. */
  changes(): Observable<{ data: object } | { type: 'heartbeat'; data: string }> {
    const changed = this.phones.changed.pipe(
      map((customer) => ({ data: { address: customer === undefined ? null : addressOf(customer) } })),
    );
    return merge(changed, timer(0, HEARTBEAT_MS).pipe(map(() => ({ type: 'heartbeat' as const, data: '' }))));
  }

  private customerOf(address: string): Customer {
    const customer = this.customers.find(address);
    if (!customer) throw new BadRequestException('phone names nobody.');
    return customer;
  }
}

function addressOf({ waId, bsuid }: Customer): string {
  return waId === null ? bsuid : `+${waId}`;
}

function ownerOf(customer: Customer): PhoneOwner {
  const persona = FATES.get(customer.bsuid);
  return {
    address: addressOf(customer),
    name: customer.name,
    fate: persona === undefined || persona.fate === 'ordinary' ? null : persona.title.en,
    chatId: persona?.chatId ?? null,
    isOnline: !isOffline(customer),
    answers: customer.answers,
  };
}
