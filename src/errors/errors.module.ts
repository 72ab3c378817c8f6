import { Module } from '@nestjs/common';
import { ErrorsController } from './errors.controller.js';

/** Explains every error code, ours and Meta's. */
@Module({ controllers: [ErrorsController] })
export class ErrorsModule {}
