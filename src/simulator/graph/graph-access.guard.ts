import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SimulatorSettings } from '../simulator-settings.js';
import { GraphError } from './graph.error.js';

const OLDEST_VERSION = 20;
const VERSIONED_PATH = /^\/v(\d{1,3})\.\d{1,2}\//;

/** Graph's own door: a version that is alive, then a token that is ours. */
@Injectable()
export class GraphAccessGuard implements CanActivate {
  constructor(private readonly settings: SimulatorSettings) {}

  canActivate(context: ExecutionContext): boolean {
    const { url, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!url.startsWith('/media-files/')) assertVersion(url);
    const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) {
      throw new GraphError(190, { message: 'An access token is required to request this resource.' });
    }
    if (!this.settings.accessTokens.has(token)) throw new GraphError(190);
    return true;
  }
}

function assertVersion(url: string): void {
  const major = VERSIONED_PATH.exec(url)?.[1];
  if (major === undefined) throw new GraphError(2500, { message: `Unknown path components: ${url.split('?', 1)[0]}` });
  if (Number(major) < OLDEST_VERSION) throw new GraphError(2635);
}
