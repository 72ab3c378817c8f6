import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { RequestOrigin } from '../audit/domain/request-origin.js';
import { AuthUser } from '../auth/domain/auth-user.js';
import { ChatAddressService } from './chat-address.service.js';
import { ChatsService } from './chats.service.js';
import { customerLockNames, CustomersService, Person } from './customers.service.js';
import type { ChatAddress } from './domain/chat-address.js';
import { waIdForms } from './domain/phone-number.js';
import { Clock } from '../common/clock.js';
import { lockNames } from '../database/advisory-locks.js';
import { transaction } from '../database/transaction.js';
import { ChatDeedRecorder } from './chat-deed-recorder.service.js';

export interface OpenedChat {
  chatId: number;
  isNew: boolean;
}

@Injectable()
export class OpenChatService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly addresses: ChatAddressService,
    private readonly customers: CustomersService,
    private readonly chats: ChatsService,
    private readonly recorder: ChatDeedRecorder,
    private readonly clock: Clock,
  ) {}

  /**
   * The chat with this number, made where there is none. Nobody is assigned: who opened it sees it anyway, and taking it is a deed of
   * its own. Throws 400 `VALIDATION` for a channel that is not the user's, 409 `CHAT_OF_ANOTHER` for a chat hidden from them.
   */
  async open(actor: AuthUser, address: ChatAddress, origin: RequestOrigin): Promise<OpenedChat> {
    await this.addresses.assertChannel(actor.id, address.channelId, 'channelId');
    const known = await this.addresses.find(actor.id, address);
    if (known !== undefined) return { chatId: known, isNew: false };
    return transaction(this.dataSource, async (manager) => {
      const now = this.clock.now();
      // Names before any row, as webhooks lock them: the customer may be writing for the first time this instant.
      const forms = waIdForms(address.phone).map((waId) => personOf(waId, now));
      await lockNames(manager, customerLockNames(forms));
      const found = await this.addresses.find(actor.id, address, manager);
      if (found !== undefined) return { chatId: found, isNew: false };
      const { id: chatId, isNew } = await this.make(manager, address, now);
      const { channelId } = address;
      if (isNew) await this.recorder.record(manager, { action: 'chat.opened', actor, chatId, channelId, origin, now });
      return { chatId, isNew };
    });
  }

  private async make(
    manager: EntityManager,
    { channelId, phone }: ChatAddress,
    now: Date,
  ): Promise<{ id: number; isNew: boolean }> {
    const waId = await this.addresses.knownForm(manager, phone);
    const [customerId = 0] = await this.customers.resolve(manager, [personOf(waId, now)], now);
    const [chat] = await this.chats.lockOrCreate(manager, [{ channelId, customerId }], [], now);
    if (chat === undefined) throw new Error('a chat that was just made is missing');
    return chat;
  }
}

function personOf(waId: string, at: Date): Person {
  return { hints: { waId }, at };
}
