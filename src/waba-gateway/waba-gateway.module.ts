import { DynamicModule, Module } from '@nestjs/common';
import { GraphClientOptions } from './graph-client.options.js';
import { GraphClientService } from './graph-client.service.js';
import { GraphMediaService } from './graph-media.service.js';

/** Meta's side of the house. One pool of connections for the whole application, closed at shutdown. */
@Module({})
export class WabaGatewayModule {
  static forRoot(options: GraphClientOptions): DynamicModule {
    return {
      module: WabaGatewayModule,
      global: true,
      providers: [{ provide: GraphClientOptions, useValue: options }, GraphClientService, GraphMediaService],
      exports: [GraphClientService, GraphMediaService],
    };
  }
}
