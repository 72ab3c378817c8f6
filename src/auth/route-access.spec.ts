import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Public } from '../common/public.decorator.js';
import { Authenticated } from './authenticated.decorator.js';
import { routeAccess } from './route-access.js';

@Authenticated('admin')
class AdminController {
  list(): void {}

  @Authenticated()
  show(): void {}

  @Public()
  open(): void {}
}

class BareController {
  forgotten(): void {}
}

@Public()
class OpenController {
  open(): void {}

  @Authenticated('supervisor', 'admin')
  closed(): void {}
}

describe('routeAccess', () => {
  it.each([
    ['roles of the controller', routeAccess(AdminController, 'list'), { roles: ['admin'] }],
    ['a handler for everybody who is signed in', routeAccess(AdminController, 'show'), { roles: [] }],
    ['a public handler', routeAccess(AdminController, 'open'), 'public'],
    ['no word at all', routeAccess(BareController, 'forgotten'), 'undeclared'],
    ['a public controller', routeAccess(OpenController, 'open'), 'public'],
    ['a closed handler in it', routeAccess(OpenController, 'closed'), { roles: ['supervisor', 'admin'] }],
  ])('reads %s', (_, access, expected) => {
    expect(access).toEqual(expected);
  });
});
