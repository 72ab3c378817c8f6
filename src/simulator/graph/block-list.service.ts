import { Injectable } from '@nestjs/common';
import { Customer } from '../customers/customer.js';
import { CustomersService } from '../customers/customers.service.js';
import { SimulatedNumber } from '../simulator-options.js';
import { SimulatorSettings } from '../simulator-settings.js';
import { AnswerFaultsService } from './answer-faults.service.js';
import { BrokenAnswer } from './broken-answer.js';
import { isObject, requireList, requireString } from './fields.js';
import { GraphError } from './graph.error.js';

/** Meta's limit for one request (block users API). */
const MAX_USERS = 1000;
const SOME_FAILED = 139100;

export type BlockOutcome = { status: number; answer: object } | { broken: BrokenAnswer };

interface FailedUser {
  input: string;
  wa_id?: string | null;
  errors: { message: string; code: number; error_data: { details: string } }[];
}

/** Blocks and unblocks customers of a number as Meta does: only who wrote within 24 hours can be blocked, and each fails by themselves. */
@Injectable()
export class BlockListService {
  constructor(
    private readonly settings: SimulatorSettings,
    private readonly customers: CustomersService,
    private readonly answerFaults: AnswerFaultsService,
  ) {}

  /** Throws GraphError. */
  change(number: SimulatedNumber, body: unknown, isBlocked: boolean): BlockOutcome {
    const changed: object[] = [];
    const failed: FailedUser[] = [];
    for (const input of usersOf(body)) {
      const customer = this.customers.find(input);
      const broken = customer && this.answerFaults.beforeAccept(customer);
      if (broken !== undefined) return { broken };
      if (customer) this.answerFaults.refuse(customer);
      const failure = isBlocked ? this.refusal(number, customer) : undefined;
      if (customer === undefined || failure !== undefined) failed.push(failedUser(input, customer, failure));
      else changed.push(this.set(number, customer, input, isBlocked));
    }
    const list = isBlocked ? 'added_users' : 'removed_users';
    const users = { [list]: changed, ...(failed.length === 0 ? {} : { failed_users: failed }) };
    const error = failed.length === 0 ? {} : someFailed().toBody();
    return {
      status: failed.length === 0 ? 200 : someFailed().status,
      answer: { messaging_product: 'whatsapp', block_users: users, ...error },
    };
  }

  list({ phoneNumberId }: SimulatedNumber): object[] {
    return this.customers.blockedBy(phoneNumberId).map(({ waId, bsuid }) => ({
      messaging_product: 'whatsapp',
      ...(waId === null ? { user_id: bsuid } : { wa_id: waId }),
    }));
  }

  private refusal(number: SimulatedNumber, customer: Customer | undefined): GraphError | undefined {
    if (customer !== undefined && customer.waId === number.displayPhoneNumber) return new GraphError(131021);
    if (customer !== undefined && this.customers.isWindowOpen(customer, number.phoneNumberId)) return undefined;
    return new GraphError(131047, {
      message: 'Re-engagement required',
      details: 'User has not messaged in the last 24 hours',
    });
  }

  private set({ phoneNumberId }: SimulatedNumber, customer: Customer, input: string, isBlocked: boolean): object {
    if (isBlocked) customer.blockedBy.add(phoneNumberId);
    else customer.blockedBy.delete(phoneNumberId);
    this.settings.tell(`${isBlocked ? 'block' : 'unblock'} ${input}: done`);
    return { input, ...(customer.waId === null ? { user_id: customer.bsuid } : { wa_id: customer.waId }) };
  }
}

function usersOf(body: unknown): string[] {
  if (!isObject(body)) throw GraphError.missing('messaging_product');
  if (body['messaging_product'] !== 'whatsapp') {
    throw GraphError.invalid('Param messaging_product must be one of {WHATSAPP}.');
  }
  return requireList(body, 'block_users', 'body', MAX_USERS).map((user) => {
    if (!isObject(user)) throw GraphError.invalid("Param body['block_users'] must be a list of JSON objects.");
    return requireString(user, 'user', 'block_users');
  });
}

function failedUser(
  input: string,
  customer: Customer | undefined,
  { code, message, options: { details = '' } } = new GraphError(131047),
): FailedUser {
  const error = { message, code, error_data: { details } };
  return { input, ...(customer?.waId ? { wa_id: customer.waId } : {}), errors: [error] };
}

function someFailed(): GraphError {
  return new GraphError(SOME_FAILED, {
    details: 'Failed to block some users, see the block_users response list for details',
  });
}
