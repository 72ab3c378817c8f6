import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { isBsuid, toWaId } from './customers/address.js';
import { Customer } from './customers/customer.js';
import { DownloadFault, FaultChanges, Faults, NO_FAULTS, Times, UploadFault } from './faults.js';

type CountedName = 'refuse' | 'dropBeforeAccept' | 'dropAfterAccept' | 'garbage' | 'fail';

interface FaultSet {
  faults: Faults;
  throttledUntil: number;
}

/** The faults of everybody, and those of single customers: who has an own set obeys that one alone. */
@Injectable()
export class FaultsService {
  private everybody: FaultSet;
  private readonly own = new Map<string, FaultSet>();

  constructor(private readonly clock: Clock) {
    this.everybody = this.changed(undefined, {});
  }

  of(customer: Customer): Readonly<Faults> {
    return this.setOf(customer).faults;
  }

  /** The set of one customer (a phone or a BSUID), or everybody's. */
  show(phone?: string): Readonly<Faults> {
    return (phone === undefined ? this.everybody : this.own.get(keyOf(phone)))?.faults ?? NO_FAULTS;
  }

  /** Replaces a whole set; what is not named is back to normal. */
  set(faults: FaultChanges, phone?: string): void {
    this.put(this.changed(undefined, faults), phone);
  }

  /** Changes what is named and leaves the rest of that set. */
  change(faults: FaultChanges, phone?: string): void {
    const before = phone === undefined ? this.everybody : this.own.get(keyOf(phone));
    this.put(this.changed(before, faults), phone);
  }

  /** Takes one customer's set back; without a phone all sets. */
  clear(phone?: string): void {
    if (phone === undefined) this.reset();
    else this.own.delete(keyOf(phone));
  }

  reset(): void {
    this.own.clear();
    this.set({});
  }

  /** The fault where it concerns this message, counted down; undefined where it does not. */
  take<K extends CountedName>(
    name: K,
    customer: Customer,
    isMeant: (fault: NonNullable<Faults[K]>) => boolean = () => true,
  ): Faults[K] {
    const fault = this.of(customer)[name];
    if (!fault || !concerns(fault.phone, customer) || !isMeant(fault) || !countDown(fault)) return undefined;
    return fault;
  }

  takeUpload(): UploadFault | undefined {
    const { upload } = this.everybody.faults;
    return upload && countDown(upload) ? upload : undefined;
  }

  /** The fault of a download where it is one of these, counted down. */
  takeDownload(...answers: readonly DownloadFault['answer'][]): DownloadFault['answer'] | undefined {
    const { download } = this.everybody.faults;
    return download && answers.includes(download.answer) && countDown(download) ? download.answer : undefined;
  }

  /** The code everything is refused with for the time being; without a customer, what concerns none. */
  throttleCode(customer?: Customer): number | undefined {
    const { faults, throttledUntil } = customer === undefined ? this.everybody : this.setOf(customer);
    const isOver = this.clock.millis() >= throttledUntil;
    return isOver || !concerns(faults.throttle?.phone, customer) ? undefined : faults.throttle?.code;
  }

  private setOf({ waId, bsuid }: Customer): FaultSet {
    return (waId === null ? undefined : this.own.get(waId)) ?? this.own.get(bsuid) ?? this.everybody;
  }

  private put(set: FaultSet, phone: string | undefined): void {
    if (phone === undefined) this.everybody = set;
    else this.own.set(keyOf(phone), set);
  }

  private changed(before: FaultSet | undefined, changes: FaultChanges): FaultSet {
    const given = Object.entries(structuredClone(changes)).filter(([, value]) => value !== undefined);
    const faults: Faults = { ...NO_FAULTS, ...before?.faults };
    for (const [name, value] of given) Object.assign(faults, { [name]: value ?? defaultOf(name) });
    const { throttle } = changes;
    const throttledUntil = throttle ? this.clock.millis() + throttle.forMs : (before?.throttledUntil ?? 0);
    return { faults, throttledUntil };
  }
}

function defaultOf(name: string): unknown {
  return Object.entries(NO_FAULTS).find(([key]) => key === name)?.[1];
}

function countDown(fault: { times: Times }): boolean {
  if (fault.times === 'always') return true;
  if (fault.times <= 0) return false;
  fault.times -= 1;
  return true;
}

function concerns(phone: string | undefined, customer: Customer | undefined): boolean {
  if (phone === undefined) return true;
  if (customer === undefined) return false;
  return isBsuid(phone) ? phone === customer.bsuid : toWaId(phone) === customer.waId;
}

function keyOf(phone: string): string {
  return toWaId(phone) ?? phone;
}
