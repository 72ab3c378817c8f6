import { PatternField } from '../../common/validation/fields.js';
import { isLoginEmail, MAX_EMAIL } from '../domain/email.js';

export class MintSessionDto {
  @PatternField({
    description: 'The email of the operator or supervisor, in any case.',
    example: 'operator@example.com',
    code: 'EMAIL',
    test: isLoginEmail,
    message: {
      en: 'must be an email without spaces, at most 254 characters',
      ru: 'должно быть email без пробелов, не длиннее 254 символов',
    },
    schema: { minLength: 1, maxLength: MAX_EMAIL },
  })
  email!: string;
}
