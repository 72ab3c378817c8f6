import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, OnModuleDestroy } from '@nestjs/common';
import { Customer } from '../customers/customer.js';
import { FaultsService } from '../faults.service.js';
import { DownloadFault, Refusal } from '../faults.js';
import { BrokenAnswer } from './broken-answer.js';
import { GraphError } from './graph.error.js';

const THROTTLED_TIMES = 2;
const ON_PURPOSE = 'Refused on purpose: a fault is set.';

/** What goes wrong with Graph's answers, by faults that were set and by customers whose fate it is. */
@Injectable()
export class AnswerFaultsService implements OnModuleDestroy {
  private readonly closing = new AbortController();

  constructor(private readonly faults: FaultsService) {}

  onModuleDestroy(): void {
    this.closing.abort();
  }

  /** What comes instead of an answer to a message that is not accepted. */
  beforeAccept(customer: Customer): BrokenAnswer | undefined {
    if (this.faults.take('dropBeforeAccept', customer)) return 'reset';
    return this.faults.take('garbage', customer, ({ isAccepted }) => !isAccepted)?.answer;
  }

  /** What comes instead of the answer to a message that was accepted. */
  afterAccept(customer: Customer): BrokenAnswer | undefined {
    if (this.faults.take('dropAfterAccept', customer) || customer.fate === 'answer-lost') return 'cut';
    return this.faults.take('garbage', customer, ({ isAccepted }) => isAccepted)?.answer;
  }

  /** Throws GraphError where this message is refused on purpose. */
  refuse(customer: Customer): void {
    const refusal = this.faults.take('refuse', customer);
    if (refusal) throw refusalError(refusal);
    const code = this.faults.throttleCode(customer);
    if (code !== undefined) throw refusalError({ code });
    refuseByFate(customer);
  }

  /** Throws GraphError while everything is refused. Counted faults are for messages: a mark on the way does not use them up. */
  refuseMark(customer: Customer): void {
    const code = this.faults.throttleCode(customer);
    if (code !== undefined) throw refusalError({ code });
  }

  /** Throws GraphError while everything is refused, whomever it concerns. */
  refuseList(): void {
    const code = this.faults.throttleCode();
    if (code !== undefined) throw refusalError({ code });
  }

  /** What comes instead of the answer to an upload. Throws GraphError where it is refused on purpose. */
  ofUpload(): BrokenAnswer | undefined {
    const fault = this.faults.takeUpload();
    if (fault?.answer === 'refuse') throw refusalError(fault);
    return fault?.answer === 'drop' ? 'reset' : fault?.answer;
  }

  /** What is wrong with the URL of a file. Throws GraphError where its id is not known. */
  ofMediaUrl(): 'foreign-host' | undefined {
    const fault = this.faults.takeDownload('unknown-id', 'foreign-host');
    if (fault === 'unknown-id') throw GraphError.unknownObject('of this file');
    return fault === 'foreign-host' ? fault : undefined;
  }

  /** What is wrong with the bytes of a file. */
  ofDownload(): DownloadFault['answer'] | undefined {
    return this.faults.takeDownload('expired-url', 'wrong-bytes', 'empty', 'slow', 'cut');
  }

  isWindowToldInAnswer(customer: Customer): boolean {
    return this.faults.of(customer).windowClosed === 'answer';
  }

  /** Ends early when the simulator closes. */
  async delay(customer: Customer): Promise<void> {
    const { delayMs } = this.faults.of(customer);
    if (delayMs > 0) await wait(delayMs, undefined, { signal: this.closing.signal }).catch(() => undefined);
  }
}

function refusalError({ code, status, details, fields }: Refusal): GraphError {
  return new GraphError(code, {
    details: details ?? ON_PURPOSE,
    ...(status === undefined ? {} : { status }),
    ...(fields === undefined ? {} : { fields }),
  });
}

function refuseByFate(customer: Customer): void {
  if (customer.fate === 'not-on-whatsapp') throw new GraphError(131026, { details: 'Message Undeliverable.' });
  if (customer.fate !== 'throttled') return;
  if (customer.throttledTimes < THROTTLED_TIMES) {
    customer.throttledTimes += 1;
    throw new GraphError(130429, { details: 'Message failed to send because there were too many messages sent.' });
  }
  customer.throttledTimes = 0;
}
