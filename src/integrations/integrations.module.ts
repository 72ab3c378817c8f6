import { DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SecretCipher } from '../common/secret-cipher.js';
import { AppConfig } from '../config/app-config.js';
import { EventsModule } from '../events/events.module.js';
import { RealtimeModule } from '../realtime/realtime.module.js';
import { ChangeEndpoint } from './endpoints/change-endpoint.service.js';
import { CreateEndpoint } from './endpoints/create-endpoint.service.js';
import { DeliveriesAdminRepository } from './deliveries/deliveries-admin.repository.js';
import { DeliveriesRepository } from './deliveries/deliveries.repository.js';
import { DeliveryJanitor } from './deliveries/delivery-janitor.service.js';
import { DeliveryWorker } from './sending/delivery-worker.service.js';
import { EndpointDeeds } from './endpoints/endpoint-deeds.service.js';
import { EndpointRules } from './endpoints/endpoint-rules.service.js';
import { EndpointsRepository } from './endpoints/endpoints.repository.js';
import { InspectDeliveries } from './deliveries/inspect-deliveries.service.js';
import { PauseEndpoint } from './endpoints/pause-endpoint.service.js';
import { PlanDeliveries } from './sending/plan-deliveries.service.js';
import { RecordAttempt } from './sending/record-attempt.service.js';
import { Redeliver } from './deliveries/redeliver.service.js';
import { RotateSecret } from './endpoints/rotate-secret.service.js';
import { SendDelivery } from './sending/send-delivery.service.js';
import { ShowEndpoints } from './endpoints/show-endpoints.service.js';
import { WakeOnEvents } from './sending/wake-on-events.service.js';
import { WebhookClient, type WebhookClientOptions } from './sending/webhook-client.js';
import { WebhookDeliveriesController } from './deliveries/webhook-deliveries.controller.js';
import { WebhookEndpointsController } from './endpoints/webhook-endpoints.controller.js';

/** Outbound webhooks: other systems are told what happens. */
@Module({})
export class IntegrationsModule {
  /** `hosts` is empty in production; the sandbox and the tests map hosts of their own. */
  static forRoot(hosts: WebhookClientOptions = {}): DynamicModule {
    return {
      module: IntegrationsModule,
      imports: [AuditModule, EventsModule, RealtimeModule],
      controllers: [WebhookEndpointsController, WebhookDeliveriesController],
      providers: [
        {
          provide: WebhookClient,
          useFactory: ({ mode }: AppConfig) => new WebhookClient({ ...hosts, allowsLoopback: mode === 'sandbox' }),
          inject: [AppConfig],
        },
        {
          provide: SecretCipher,
          useFactory: ({ encryptionKeys }: AppConfig) => new SecretCipher(encryptionKeys),
          inject: [AppConfig],
        },
        ChangeEndpoint,
        CreateEndpoint,
        DeliveriesAdminRepository,
        DeliveriesRepository,
        DeliveryJanitor,
        DeliveryWorker,
        EndpointDeeds,
        EndpointRules,
        EndpointsRepository,
        InspectDeliveries,
        PauseEndpoint,
        PlanDeliveries,
        RecordAttempt,
        Redeliver,
        RotateSecret,
        SendDelivery,
        ShowEndpoints,
        WakeOnEvents,
      ],
    };
  }
}
