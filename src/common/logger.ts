import { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { redactFields, redactText, describeFailure } from './redact.js';

export { redactText } from './redact.js';

export type LogFields = Record<string, unknown>;

/** One JSON line per entry, redacted. The message is a fixed sentence; what varies stands in fields. */
export class Logger implements LoggerService {
  private readonly pino: PinoLogger;

  constructor(level: string, destination?: DestinationStream) {
    const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { log: redactFields } };
    this.pino = destination ? pino(options, destination) : pino(options);
  }

  info(message: string, fields: LogFields = {}): void {
    this.pino.info(fields, message);
  }

  warning(message: string, fields: LogFields = {}): void {
    this.pino.warn(fields, message);
  }

  failure(message: string, thrown: unknown, fields: LogFields = {}): void {
    this.pino.error({ ...fields, failure: describeFailure(thrown) }, message);
  }

  /** Nest's own lines (its start-up chatter counts as debug). */
  log(message: unknown): void {
    this.pino.debug(redactText(String(message)));
  }

  warn(message: unknown): void {
    this.pino.warn(redactText(String(message)));
  }

  error(message: unknown, stack?: unknown): void {
    this.pino.error({ failure: typeof stack === 'string' ? stack : '' }, redactText(String(message)));
  }
}
