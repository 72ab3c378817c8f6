import { Injectable } from '@nestjs/common';
import { isBsuid, toWaId } from './customers/address.js';
import { Customer } from './customers/customer.js';

/** A fault for the next few messages, to one customer (a phone or a BSUID) or to anybody. */
export interface CountedFault {
  times: number;
  phone?: string;
}

/** What goes wrong on purpose. A new fault is a field here, its default, and one place that asks for it. */
export interface Faults {
  /** Graph answers with this error code instead of accepting. */
  refuse?: CountedFault & { code: number };
  /** The message is accepted, then the connection is cut instead of answered. Receipts come. */
  dropAfterAccept?: CountedFault;
  /** Graph answers so much later, in real milliseconds. */
  delayMs: number;
  receipts: 'normal' | 'none' | 'shuffled' | 'duplicated';
  /** How a closed window is told: as Meta does, by a `failed` webhook after a 200, or in the answer itself. */
  windowClosed: 'webhook' | 'answer';
}

const NO_FAULTS: Faults = { delayMs: 0, receipts: 'normal', windowClosed: 'webhook' };

@Injectable()
export class FaultsService {
  private faults: Faults = { ...NO_FAULTS };

  get current(): Readonly<Faults> {
    return this.faults;
  }

  /** Replaces all faults; what is not named is back to normal. */
  set(faults: Partial<Faults>): void {
    this.faults = { ...NO_FAULTS, ...structuredClone(faults) };
  }

  reset(): void {
    this.set({});
  }

  /** The code this message is refused with, counted down; undefined when it is not. */
  takeRefusal(customer: Customer): number | undefined {
    return take(this.faults.refuse, customer) ? this.faults.refuse?.code : undefined;
  }

  takeDrop(customer: Customer): boolean {
    return take(this.faults.dropAfterAccept, customer);
  }
}

function take(fault: CountedFault | undefined, customer: Customer): boolean {
  if (!fault || fault.times <= 0 || !concerns(fault.phone, customer)) return false;
  fault.times -= 1;
  return true;
}

function concerns(phone: string | undefined, customer: Customer): boolean {
  if (phone === undefined) return true;
  return isBsuid(phone) ? phone === customer.bsuid : toWaId(phone) === customer.waId;
}
