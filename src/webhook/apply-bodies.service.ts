import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChannelsService } from '../channels/channels.service.js';
import { CustomerNotice, CustomerNoticesService } from '../chats/customer-notices.service.js';
import { isDatabaseAway } from '../common/errors/normalize-error.js';
import { failpoint } from '../common/failpoint.js';
import { Logger } from '../common/logger.js';
import { transaction } from '../database/transaction.js';
import { ApplyItemsService } from '../messages/apply/apply-items.service.js';
import type { InboundItem, ReceiptItem } from '../messages/domain/webhook-items.js';
import { ClaimedBody } from './domain/claimed-body.js';
import { BodyPlan, phoneNumberIdsOf, planOf } from './domain/webhook-plan.js';
import { InboxRepository, LeaseLostError } from './inbox.repository.js';

interface Work {
  plan: BodyPlan;
  inbound: InboundItem[];
  receipts: ReceiptItem[];
  notices: CustomerNotice[];
}

/** Applies claimed bodies: all of them in one transaction, or, where that fails, each by itself, and at last each item by itself. */
@Injectable()
export class ApplyBodiesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly inbox: InboxRepository,
    private readonly channels: ChannelsService,
    private readonly items: ApplyItemsService,
    private readonly customerNotices: CustomerNoticesService,
    private readonly logger: Logger,
  ) {}

  /** Gives the messages they brought. Rejects only while the database is away: then nothing was applied that is not also marked, and the bodies wait. */
  async apply(owner: string, bodies: readonly ClaimedBody[]): Promise<InboundItem[]> {
    const plans = bodies.map(planOf);
    const channels = await this.channels.findByPhoneNumberIds(phoneNumberIdsOf(plans));
    const works = plans.map((plan) => toWork(plan, channels));
    for (const work of works) await this.applyNotices(work);
    const clean = works.filter(({ plan }) => plan.problems.length === 0);
    const isDone = clean.length > 0 && (await this.tryTogether(owner, clean));
    for (const work of isDone ? works.filter(({ plan }) => plan.problems.length > 0) : works) {
      await this.applyAlone(owner, work);
    }
    return works.flatMap(({ inbound }) => inbound);
  }

  /** First and by themselves: they lock customers, as messages do later, and applying them twice changes nothing. */
  private async applyNotices({ plan, notices }: Work): Promise<void> {
    try {
      await this.customerNotices.apply(notices);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.failure('a notice about a customer could not be applied', error);
      plan.problems.push(`not applied: ${reasonOf(error)}`);
    }
  }

  private async tryTogether(owner: string, works: readonly Work[]): Promise<boolean> {
    try {
      await this.applyAndMark(owner, works);
      return true;
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      return false;
    }
  }

  /** One body: whole if it can be, else item by item, so that one bad item never harms its neighbours. */
  private async applyAlone(owner: string, work: Work): Promise<void> {
    if (work.plan.problems.length === 0 && (await this.tryTogether(owner, [work]))) return;
    const reasons = [...work.plan.problems];
    const parts = [
      ...work.inbound.map((item) => ({ inbound: [item], receipts: [] })),
      ...work.receipts.map((item) => ({ inbound: [], receipts: [item] })),
    ];
    for (const part of parts) reasons.push(...(await this.applyPart(part)));
    if (reasons.length === 0) {
      return this.applyAndMark(owner, [{ ...work, inbound: [], receipts: [] }]).catch(ignoreLostLease);
    }
    this.logger.warning('a webhook body became a dead letter', {
      inboxId: work.plan.body.id,
      reasons: reasons.slice(0, 5),
    });
    await this.inbox.markDead(work.plan.body, reasons);
  }

  private async applyPart({ inbound, receipts }: Pick<Work, 'inbound' | 'receipts'>): Promise<string[]> {
    try {
      await transaction(this.dataSource, (manager) => this.items.apply(manager, inbound, receipts));
      return [];
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.failure('an item of a webhook could not be applied', error);
      return [`not applied: ${reasonOf(error)}`];
    }
  }

  private async applyAndMark(owner: string, works: readonly Work[]): Promise<void> {
    const inbound = works.flatMap((work) => work.inbound);
    const receipts = works.flatMap((work) => work.receipts);
    await transaction(this.dataSource, async (manager) => {
      await this.items.apply(manager, inbound, receipts);
      failpoint('w5');
      await this.inbox.markApplied(
        manager,
        owner,
        works.map(({ plan }) => plan.body),
      );
    });
    failpoint('w6');
  }
}

/** Ties items to channels. A number that is none of ours is a reason to keep the body, never to make a channel. */
function toWork(plan: BodyPlan, channels: ReadonlyMap<string, number>): Work {
  const { receivedAt } = plan.body;
  const unknown = new Set<string>();
  const place = <T extends { phoneNumberId: string }>(
    items: readonly T[],
  ): { channelId: number; receivedAt: Date; item: T }[] =>
    items.flatMap((item) => {
      const channelId = channels.get(item.phoneNumberId);
      if (channelId === undefined) unknown.add(item.phoneNumberId);
      return channelId === undefined ? [] : [{ channelId, receivedAt, item }];
    });
  const [inbound, receipts, notices] = [place(plan.messages), place(plan.statuses), place(plan.notices)];
  const problems = [...plan.problems, ...[...unknown].map((id) => `unknown phone_number_id ${id.slice(0, 32)}`)];
  return { plan: { ...plan, problems }, inbound, receipts, notices };
}

/** The class of the failure alone: a driver's sentence may repeat what the customer wrote. */
function reasonOf(error: unknown): string {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return [name, code].filter((part) => typeof part === 'string').join(' ') || 'unknown error';
}

function ignoreLostLease(error: unknown): void {
  if (!(error instanceof LeaseLostError)) throw error;
}
