import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { SERVICE_WINDOW_MS } from '../../waba-gateway/protocol/limits.js';
import { SimulatorSettings } from '../simulator-settings.js';
import { bsuidOf, isBsuid, toWaId } from './address.js';
import { Customer } from './customer.js';
import { Persona, PERSONAS } from './personas.js';

const HOUR_MS = 60 * 60 * 1000;

/** Everybody on the other side: the demo personas from the start, others as soon as somebody names them. */
@Injectable()
export class CustomersService {
  private customers: Customer[] = [];

  constructor(
    private readonly settings: SimulatorSettings,
    private readonly clock: Clock,
  ) {
    this.reset();
  }

  reset(): void {
    this.customers = PERSONAS.map((persona) => this.fromPersona(persona));
  }

  /** The customer behind a phone or a BSUID, made where there is none yet; undefined for what is neither. */
  find(address: string): Customer | undefined {
    if (isBsuid(address)) return this.known((customer) => customer.bsuid === address) ?? this.add(null, address);
    const waId = toWaId(address);
    if (waId === null) return undefined;
    return this.known((customer) => customer.waId === waId) ?? this.add(waId, bsuidOf(waId));
  }

  wrote(customer: Customer, phoneNumberId: string, at: number): void {
    const before = customer.lastInboundAt.get(phoneNumberId) ?? -Infinity;
    customer.lastInboundAt.set(phoneNumberId, Math.max(before, at));
  }

  /** The 24-hour service window of this pair, by Meta's page on the customer service window. */
  isWindowOpen(customer: Customer, phoneNumberId: string): boolean {
    const last = customer.lastInboundAt.get(phoneNumberId);
    return last !== undefined && this.clock.millis() - last < SERVICE_WINDOW_MS;
  }

  /** Everybody, the demo personas first, then by when they were first named. */
  all(): readonly Customer[] {
    return this.customers;
  }

  blockedBy(phoneNumberId: string): Customer[] {
    return this.customers.filter((customer) => customer.blockedBy.has(phoneNumberId));
  }

  private known(test: (customer: Customer) => boolean): Customer | undefined {
    return this.customers.find(test);
  }

  private add(waId: string | null, bsuid: string): Customer {
    const customer: Customer = {
      waId,
      bsuid,
      name: waId === null ? 'Клиент без номера' : `Клиент ${waId.slice(-4)}`,
      username: undefined,
      fate: 'ordinary',
      line: 'by-fate',
      answers: false,
      throttledTimes: 0,
      answersGiven: 0,
      lastInboundAt: new Map(),
      blockedBy: new Set(),
    };
    this.customers.push(customer);
    return customer;
  }

  private fromPersona(persona: Persona): Customer {
    const lastInboundAt = this.clock.millis() - persona.lastInboundHoursAgo * HOUR_MS;
    return {
      waId: persona.phone === undefined ? null : toWaId(persona.phone),
      bsuid: persona.bsuid,
      name: persona.name,
      username: persona.username,
      fate: persona.fate,
      line: 'by-fate',
      answers: this.settings.answers || persona.fate === 'replies-at-once',
      throttledTimes: 0,
      answersGiven: 0,
      lastInboundAt: new Map(this.settings.phoneNumbers.map((number) => [number.phoneNumberId, lastInboundAt])),
      blockedBy: new Set(),
    };
  }
}
