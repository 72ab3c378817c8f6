import { DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Clock } from '../common/clock.js';
import { ControlController } from './control/control.controller.js';
import { CustomerMessageService } from './control/customer-message.service.js';
import { PhonesController } from './control/phones.controller.js';
import { ShowPhonesService } from './control/show-phones.service.js';
import { RawWebhookService } from './control/raw-webhook.service.js';
import { FaultsController } from './control/faults.controller.js';
import { Resettable, RESETTABLE, ResetService } from './control/reset.service.js';
import { TimeService } from './control/time.service.js';
import { BehaviourService } from './customers/behaviour.service.js';
import { CustomersService } from './customers/customers.service.js';
import { InboundService } from './customers/inbound.service.js';
import { FaultsService } from './faults.service.js';
import { FilesController } from './files/files.controller.js';
import { AnswerFaultsService } from './graph/answer-faults.service.js';
import { BlockListController } from './graph/block-list.controller.js';
import { BlockListService } from './graph/block-list.service.js';
import { GraphController } from './graph/graph.controller.js';
import { MediaFilesController } from './graph/media-files.controller.js';
import { MediaStoreService } from './graph/media-store.service.js';
import { MessagingLimitService } from './graph/messaging-limit.service.js';
import { RateLimitsService } from './graph/rate-limits.service.js';
import { ReadMarksService } from './graph/read-marks.service.js';
import { SendMessageService } from './graph/send-message.service.js';
import { PanesController } from './panes.controller.js';
import { PhonesService } from './phones/phones.service.js';
import { TakingService } from './phones/taking.service.js';
import { SchedulerService } from './scheduler.service.js';
import { SimulatorErrorFilter } from './simulator-error.filter.js';
import { SimulatorSettings } from './simulator-settings.js';
import { TemplateStoreService } from './templates/template-store.service.js';
import { TemplatesController } from './templates/templates.controller.js';
import { TrafficService } from './traffic.service.js';
import { OutgoingWebhooksService } from './webhooks/outgoing-webhooks.service.js';
import { WebhookSenderService } from './webhooks/webhook-sender.service.js';

const REMEMBERING = [
  SchedulerService,
  OutgoingWebhooksService,
  WebhookSenderService,
  CustomersService,
  MediaStoreService,
  TrafficService,
  FaultsService,
  RateLimitsService,
  MessagingLimitService,
  TemplateStoreService,
  PhonesService,
];

@Module({
  controllers: [
    PanesController,
    ControlController,
    FaultsController,
    PhonesController,
    FilesController,
    MediaFilesController,
    GraphController,
    BlockListController,
    TemplatesController,
  ],
  providers: [
    ...REMEMBERING,
    AnswerFaultsService,
    BehaviourService,
    BlockListService,
    CustomerMessageService,
    InboundService,
    RawWebhookService,
    ReadMarksService,
    ResetService,
    SendMessageService,
    ShowPhonesService,
    TakingService,
    TimeService,
    { provide: RESETTABLE, useFactory: (...parts: Resettable[]) => parts, inject: REMEMBERING },
    { provide: APP_FILTER, useClass: SimulatorErrorFilter },
  ],
})
export class SimulatorModule {
  static with(settings: SimulatorSettings, clock: Clock): DynamicModule {
    return {
      module: SimulatorModule,
      providers: [
        { provide: SimulatorSettings, useValue: settings },
        { provide: Clock, useValue: clock },
      ],
    };
  }
}
