import { DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Clock } from '../common/clock.js';
import { ControlController } from './control/control.controller.js';
import { CustomerMessageService } from './control/customer-message.service.js';
import { RawWebhookService } from './control/raw-webhook.service.js';
import { ResetService } from './control/reset.service.js';
import { TimeService } from './control/time.service.js';
import { BehaviourService } from './customers/behaviour.service.js';
import { CustomersService } from './customers/customers.service.js';
import { InboundService } from './customers/inbound.service.js';
import { FaultsService } from './faults.service.js';
import { FilesController } from './files/files.controller.js';
import { GraphController } from './graph/graph.controller.js';
import { MediaFilesController } from './graph/media-files.controller.js';
import { MediaStoreService } from './graph/media-store.service.js';
import { SendMessageService } from './graph/send-message.service.js';
import { IndexPageController } from './index-page.controller.js';
import { SchedulerService } from './scheduler.service.js';
import { SimulatorErrorFilter } from './simulator-error.filter.js';
import { SimulatorSettings } from './simulator-settings.js';
import { TrafficService } from './traffic.service.js';
import { WebhookSenderService } from './webhooks/webhook-sender.service.js';

@Module({
  controllers: [IndexPageController, ControlController, FilesController, MediaFilesController, GraphController],
  providers: [
    BehaviourService,
    CustomerMessageService,
    CustomersService,
    FaultsService,
    InboundService,
    MediaStoreService,
    RawWebhookService,
    ResetService,
    SchedulerService,
    SendMessageService,
    TimeService,
    TrafficService,
    WebhookSenderService,
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
