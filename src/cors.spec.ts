import { describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { enableCors } from './cors.js';
import { AppConfig } from './config/app-config.js';

type Decide = (error: Error | null, allowed: boolean) => void;

function isAllowed(origin: string | undefined, corsOrigins: AppConfig['corsOrigins']): boolean {
  const taken = jest.fn<(options: { origin: (origin: string | undefined, decide: Decide) => void }) => void>();
  enableCors({ enableCors: taken } as object as NestFastifyApplication, { corsOrigins });
  let answer = false;
  taken.mock.calls[0]?.[0].origin(origin, (_, allowed) => {
    answer = allowed;
  });
  return answer;
}

describe('enableCors', () => {
  it.each([
    ['https://desk.shop.kz', true],
    ['https://desk.shop.kz:444', false],
    ['http://desk.shop.kz', false],
    ['https://desk.shop.kz.evil.com', false],
    ['null', false],
    [undefined, false],
  ])('with a list, of %s: %s', (origin, allowed) => {
    expect(isAllowed(origin, ['https://desk.shop.kz'])).toBe(allowed);
  });

  it.each([
    ['http://localhost:5173', true],
    ['http://127.0.0.1', true],
    ['https://[::1]:8443', true],
    ['http://localhost.evil.com', false],
    ['http://127.0.0.1.evil.com', false],
    ['http://localhost:5173/x', false],
    ['null', false],
  ])('in the sandbox, of %s: %s', (origin, allowed) => {
    expect(isAllowed(origin, 'loopback')).toBe(allowed);
  });
});
