import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/auth.module.js';
import { StreamRegistry } from './stream-registry.service.js';

/** The streams that are open, and what ends them. */
@Module({ imports: [AuthModule], providers: [StreamRegistry], exports: [StreamRegistry] })
export class ConnectionsModule {}
