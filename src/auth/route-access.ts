import { IS_PUBLIC } from '../common/public.decorator.js';
import { Role } from './domain/role.js';
import { ROLES_KEY } from './roles.decorator.js';

type Controller = abstract new (...args: never[]) => object;

/** `undeclared`: neither `@Public()` nor `@Authenticated()`; such a route is closed, but somebody forgot to say what it is. */
export type RouteAccess = 'public' | 'undeclared' | { roles: readonly Role[] };

/** Who may call a route, by the decorators of a controller and its method; no roles means everybody who is signed in. */
export function routeAccess(controller: Controller, method: string): RouteAccess {
  const isPublic = read(IS_PUBLIC, controller, method);
  if (isPublic === undefined) return 'undeclared';
  return isPublic ? 'public' : { roles: (read(ROLES_KEY, controller, method) ?? []) as readonly Role[] };
}

/** The method's word goes before the controller's, as in the guards. */
function read(key: string, controller: Controller, method: string): unknown {
  const { prototype }: { prototype: Record<string, object> } = controller;
  const handler = prototype[method];
  return (handler && Reflect.getMetadata(key, handler)) ?? Reflect.getMetadata(key, controller);
}
