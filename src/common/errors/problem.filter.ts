import { ArgumentsHost, Catch, ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Logger } from '../logger.js';
import { normalizeError } from './normalize-error.js';
import { sendProblem } from './send-problem.js';

/** Where the links in error bodies point; given by the configuration. */
export class ProblemLinks {
  constructor(readonly publicUrl: string) {}
}

/** The only way an error leaves this server. */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly links: ProblemLinks,
    private readonly logger: Logger,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const error = normalizeError(thrown);
    if (error.code === 'INTERNAL') this.logger.failure('request failed', thrown, { requestId: request.id });
    sendProblem(error, this.links.publicUrl, request, reply);
  }
}
