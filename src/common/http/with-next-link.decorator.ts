import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { NextLinkInterceptor } from './next-link.interceptor.js';

/** Documents what `WithNextLink` adds to an answer. */
export const LINK_HEADER = {
  Link: {
    description: '`rel="next"` where there is a next page (RFC 8288).',
    schema: { type: 'string' },
  },
} as const;

/** The answer of a list by cursor carries `Link`; its document spreads `LINK_HEADER`. Below it stands `EtagInterceptor`, if any. */
export function WithNextLink(): MethodDecorator {
  return applyDecorators(UseInterceptors(NextLinkInterceptor));
}
