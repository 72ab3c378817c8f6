import { applyDecorators } from '@nestjs/common';
import { ApiQuery, ApiSecurity } from '@nestjs/swagger';
import { AcceptsSignedLink } from '../common/signed-link.decorator.js';

/** A route that a signed link leads to, and the parameters of the link. The handler must verify the signature. */
export function SignedLinkQuery(): MethodDecorator {
  return applyDecorators(
    AcceptsSignedLink(),
    // Or nothing: a signed link needs no token.
    ApiSecurity({}),
    ApiQuery({
      name: 'u',
      required: false,
      description: 'The user of a signed link.',
      schema: { type: 'string', maxLength: 16, example: '5' },
    }),
    ApiQuery({
      name: 'exp',
      required: false,
      description: 'The end of a signed link, in Unix seconds.',
      schema: { type: 'string', maxLength: 16, example: '1765287000' },
    }),
    ApiQuery({
      name: 'sig',
      required: false,
      description: 'The signature of a signed link.',
      schema: { type: 'string', maxLength: 43, example: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU' },
    }),
  );
}
