import { DynamicModule, Global, Module } from '@nestjs/common';
import { Clock } from './clock.js';
import { ProblemFilter, ProblemLinks } from './errors/problem.filter.js';
import { Logger } from './logger.js';

export interface CommonParts {
  clock: Clock;
  logger: Logger;
  publicUrl: string;
}

@Global()
@Module({})
export class CommonModule {
  static forRoot(parts: CommonParts): DynamicModule {
    return {
      module: CommonModule,
      providers: [
        { provide: Clock, useValue: parts.clock },
        { provide: Logger, useValue: parts.logger },
        { provide: ProblemLinks, useValue: new ProblemLinks(parts.publicUrl) },
        ProblemFilter,
      ],
      exports: [Clock, Logger, ProblemLinks, ProblemFilter],
    };
  }
}
