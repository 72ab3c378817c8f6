import { ArgumentsHost, Catch, ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphError } from './graph/graph.error.js';
import { TrafficService } from './traffic.service.js';

const GRAPH_PATH = /^\/v[^/]*\//;
const MESSAGES_PATH = /^\/v[^/]*\/([^/?]+)\/messages(?:\?|$)/;

/** Errors under Graph's paths in Meta's shape, all others as `{error, problems?}`. */
@Catch()
export class SimulatorErrorFilter implements ExceptionFilter {
  constructor(private readonly traffic: TrafficService) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    if (!(thrown instanceof GraphError) && !GRAPH_PATH.test(request.url)) {
      const { status, body } = plainAnswer(thrown);
      await reply.status(status).send(body);
      return;
    }
    const error = thrown instanceof GraphError ? thrown : toGraphError(thrown, request.url);
    this.recordRefusal(request, error);
    await reply.status(error.status).send(error.toBody());
  }

  private recordRefusal(request: FastifyRequest, error: GraphError): void {
    const phoneNumberId = request.method === 'POST' ? MESSAGES_PATH.exec(request.url)?.[1] : undefined;
    if (phoneNumberId === undefined) return;
    this.traffic.recordRequest({ phoneNumberId, body: request.body, outcome: 'refused', code: error.code });
  }
}

function toGraphError(thrown: unknown, url: string): GraphError {
  const status = thrown instanceof HttpException ? thrown.getStatus() : 500;
  if (status === 404) return new GraphError(2500, { message: `Unknown path components: ${url.split('?', 1)[0]}` });
  return status < 500 ? GraphError.invalid('The request body could not be read.') : new GraphError(1);
}

function plainAnswer(thrown: unknown): { status: number; body: object } {
  if (!(thrown instanceof HttpException)) return { status: 500, body: { error: 'The simulator failed.' } };
  const answer = thrown.getResponse();
  const problems = typeof answer === 'object' && 'problems' in answer ? answer.problems : undefined;
  return {
    status: thrown.getStatus(),
    body: { error: thrown.message, ...(Array.isArray(problems) ? { problems } : {}) },
  };
}
