import { PatternField } from '../../common/validation/fields.js';

/** `?ticket=` of the streams. The guard has used it up before anything is validated; here it is only known and documented. */
export function TicketField(): PropertyDecorator {
  return PatternField({
    description:
      'A ticket of `POST /api/auth/stream-ticket`, in place of the header, for what cannot send one. Works once. Tokens and API keys in an address answer 401.',
    example: 'q0pVtq7rTqSBnW1xG0bHn0m3mYk1zq9sQm5w3o2uJ8E',
    optional: true,
    code: 'TICKET',
    test: (text) => /^[\w-]{43}$/.test(text),
    message: { en: 'must be a ticket', ru: 'должно быть билетом' },
    schema: { minLength: 43, maxLength: 43 },
  });
}
