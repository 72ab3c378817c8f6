import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChannelsService } from '../channels/channels.service.js';
import { isDatabaseAway } from '../common/errors/normalize-error.js';
import { failpoint } from '../common/failpoint.js';
import { Logger } from '../common/logger.js';
import { transaction } from '../database/transaction.js';
import { ApplyItemsService } from '../messages/apply/apply-items.service.js';
import type { EchoInbound, InboundItem, ReceiptItem } from '../messages/domain/webhook-items.js';
import { ApplyAsideService, type Aside } from './apply-aside.service.js';
import { ClaimedBody } from './domain/claimed-body.js';
import { failureReason } from './domain/failure-reason.js';
import { BodyPlan, phoneNumberIdsOf, planOf } from './domain/webhook-plan.js';
import { InboxRepository, LeaseLostError } from './inbox.repository.js';

interface Work extends Aside {
  plan: BodyPlan;
  inbound: InboundItem[];
  receipts: ReceiptItem[];
  echoes: EchoInbound[];
}

type Items = Pick<Work, 'inbound' | 'receipts' | 'echoes'>;

const NO_ITEMS: Items = { inbound: [], receipts: [], echoes: [] };

/** Applies claimed bodies: all of them in one transaction, or, where that fails, each by itself, and at last each item by itself. */
@Injectable()
export class ApplyBodiesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly inbox: InboxRepository,
    private readonly channels: ChannelsService,
    private readonly items: ApplyItemsService,
    private readonly aside: ApplyAsideService,
    private readonly logger: Logger,
  ) {}

  /** Gives the messages they brought. Rejects only while the database is away: then nothing was applied that is not also marked, and the bodies wait. */
  async apply(owner: string, bodies: readonly ClaimedBody[]): Promise<InboundItem[]> {
    const plans = bodies.map(planOf);
    const channels = await this.channels.findByPhoneNumberIds(phoneNumberIdsOf(plans));
    const works = plans.map((plan) => toWork(plan, channels));
    for (const work of works) work.plan.problems.push(...(await this.aside.apply(work)));
    const clean = works.filter(({ plan }) => plan.problems.length === 0);
    const isDone = clean.length > 0 && (await this.tryTogether(owner, clean));
    for (const work of isDone ? works.filter(({ plan }) => plan.problems.length > 0) : works) {
      await this.applyAlone(owner, work);
    }
    return works.flatMap(({ inbound }) => inbound);
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
      ...work.inbound.map((item) => ({ ...NO_ITEMS, inbound: [item] })),
      ...work.echoes.map((item) => ({ ...NO_ITEMS, echoes: [item] })),
      ...work.receipts.map((item) => ({ ...NO_ITEMS, receipts: [item] })),
    ];
    for (const part of parts) reasons.push(...(await this.applyPart(part)));
    if (reasons.length === 0) {
      return this.applyAndMark(owner, [{ ...work, ...NO_ITEMS }]).catch(ignoreLostLease);
    }
    this.logger.warning('a webhook body became a dead letter', {
      inboxId: work.plan.body.id,
      reasons: reasons.slice(0, 5),
    });
    await this.inbox.markDead(work.plan.body, reasons);
  }

  private async applyPart({ inbound, receipts, echoes }: Items): Promise<string[]> {
    try {
      await transaction(this.dataSource, (manager) => this.items.apply(manager, inbound, receipts, echoes));
      return [];
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.failure('an item of a webhook could not be applied', error);
      return [failureReason(error)];
    }
  }

  private async applyAndMark(owner: string, works: readonly Work[]): Promise<void> {
    const inbound = works.flatMap((work) => work.inbound);
    const receipts = works.flatMap((work) => work.receipts);
    const echoes = works.flatMap((work) => work.echoes);
    await transaction(this.dataSource, async (manager) => {
      await this.items.apply(manager, inbound, receipts, echoes);
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
  const [inbound, receipts, echoes] = [place(plan.messages), place(plan.statuses), place(plan.echoes)];
  const [history, notices] = [place(plan.history), place(plan.notices)];
  const { accounts } = plan;
  const numbers = plan.numbers.filter(({ phoneNumberId }) => channels.has(phoneNumberId));
  const problems = [...plan.problems, ...[...unknown].map((id) => `unknown phone_number_id ${id.slice(0, 32)}`)];
  return { plan: { ...plan, problems }, inbound, receipts, echoes, history, notices, accounts, numbers };
}

function ignoreLostLease(error: unknown): void {
  if (!(error instanceof LeaseLostError)) throw error;
}
