import { randomBytes } from 'node:crypto';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module.js';
import { type RouteAccess, routeAccess } from '../../src/auth/route-access.js';
import { Clock } from '../../src/common/clock.js';
import { Logger } from '../../src/common/logger.js';
import { loadConfig } from '../../src/config/load-config.js';

export interface Route {
  method: string;
  /** From the root, parameters as `:name`. */
  path: string;
  /** `Controller.method` */
  handler: string;
  access: RouteAccess;
}

/** The application without instances: its controllers and their decorators are there, no database is. */
export function createPreviewApp(): Promise<NestFastifyApplication> {
  const environment = {
    DATABASE_URL: 'postgres://nobody@localhost/nothing',
    JWT_SECRET: randomBytes(48).toString('base64'),
    ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    META_APP_SECRET: randomBytes(16).toString('hex'),
  };
  const parts = {
    config: loadConfig(environment, 'production'),
    clock: new Clock(),
    logger: new Logger('silent'),
  };
  const options = { preview: true, logger: false, abortOnError: false } as const;
  return NestFactory.create<NestFastifyApplication>(AppModule.forRoot(parts), new FastifyAdapter(), options);
}

/** Every route of every controller, read off the decorators themselves and not off the document. */
export function routesOf(app: NestFastifyApplication): Route[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype));
  return controllers.flatMap((controller) =>
    typeof controller === 'function' ? routesOfController(controller as Controller) : [],
  );
}

type Controller = abstract new (...args: never[]) => object;

function routesOfController(controller: Controller): Route[] {
  const { prototype }: { prototype: Record<string, object> } = controller;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name): Route[] => {
    const handler = prototype[name];
    const method: unknown = handler && Reflect.getMetadata(METHOD_METADATA, handler);
    if (handler === undefined || typeof method !== 'number') return [];
    const paths = pathsOf(controller).flatMap((prefix) => pathsOf(handler).map((path) => join(prefix, path)));
    const access = routeAccess(controller, name);
    return paths.map((path) => ({
      method: RequestMethod[method] ?? '',
      path,
      handler: `${controller.name}.${name}`,
      access,
    }));
  });
}

function pathsOf(target: object): string[] {
  return [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
}

function join(...parts: string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
}

/** Pairs of routes that one request could mean. */
export function findConflicts(routes: readonly Pick<Route, 'method' | 'path'>[]): string[] {
  return routes.flatMap((one, index) =>
    routes
      .slice(index + 1)
      .filter((other) => one.method === other.method && overlap(one.path, other.path))
      .map((other) => `${one.method} ${one.path} and ${other.path}`),
  );
}

function overlap(a: string, b: string): boolean {
  const [left, right] = [a.split('/'), b.split('/')];
  const isEither = (one = '', other = ''): boolean => one === other || one.startsWith(':') || other.startsWith(':');
  return left.length === right.length && left.every((segment, index) => isEither(segment, right[index]));
}
