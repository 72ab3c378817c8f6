import { ApiProperty } from '@nestjs/swagger';
import { PatternField } from '../../common/validation/fields.js';
import { isLoginEmail, MAX_EMAIL } from '../domain/email.js';
import { isNewPassword, isPassword, MAX_PASSWORD_BYTES, MIN_NEW_PASSWORD } from '../domain/password.js';
import { ROLES, type Role } from '../domain/role.js';
import { MAX_TOKEN } from '../domain/bearer-token.js';

const PASSWORD_RULE = {
  code: 'PASSWORD',
  test: isPassword,
  message: { en: 'must be a text of at most 1024 bytes', ru: 'должно быть строкой не длиннее 1024 байт' },
  schema: { format: 'password', minLength: 1, maxLength: MAX_PASSWORD_BYTES },
};

/** What a password we are to keep must be; also of the passwords an admin sets. */
export const NEW_PASSWORD_RULE = {
  code: 'NEW_PASSWORD',
  test: isNewPassword,
  message: {
    en: `must have at least ${MIN_NEW_PASSWORD} characters and at most 1024 bytes`,
    ru: `должно содержать не менее ${MIN_NEW_PASSWORD} символов и не более 1024 байт`,
  },
  schema: { format: 'password', minLength: MIN_NEW_PASSWORD, maxLength: MAX_PASSWORD_BYTES },
};

export class LoginDto {
  @PatternField({
    description: 'The email of the account, in any case.',
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

  @PatternField({
    description: 'The password, exactly as it was set: every space counts.',
    example: 'sandbox-demo',
    ...PASSWORD_RULE,
  })
  password!: string;
}

export class RefreshDto {
  @PatternField({
    description: 'The newest `refreshToken` of the session. It works once: an older one ends the session.',
    example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2lnbmF0dXJl',
    code: 'TOKEN',
    test: (text) => text !== '' && text.length <= MAX_TOKEN,
    message: { en: 'must be a refresh token', ru: 'должно быть токеном обновления' },
    schema: { minLength: 1, maxLength: MAX_TOKEN },
  })
  refreshToken!: string;
}

export class ChangePasswordDto {
  @PatternField({ description: 'The password until now.', example: 'sandbox-demo', ...PASSWORD_RULE })
  currentPassword!: string;

  @PatternField({
    description: 'The password from now on.',
    example: 'a longer sandbox password',
    ...NEW_PASSWORD_RULE,
  })
  newPassword!: string;
}

export class SignedInUserDto {
  @ApiProperty({ type: 'integer', format: 'int64', description: 'Id of the user.', example: 5, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Email, in lower case.', example: 'operator@example.com' })
  email!: string;

  @ApiProperty({ description: 'Name shown to colleagues.', example: 'Anna' })
  name!: string;

  @ApiProperty({ description: 'What the user may do.', enum: [...ROLES], example: 'operator' })
  role!: Role;
}

export class LoginResultDto {
  @ApiProperty({
    description: 'Goes into `Authorization: Bearer <token>`.',
    example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2lnbmF0dXJl',
  })
  accessToken!: string;

  @ApiProperty({
    description: 'Gives the next pair of tokens, once, within 30 days.',
    example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2lnbmF0dXJl',
  })
  refreshToken!: string;

  @ApiProperty({ type: 'integer', description: 'Seconds until the access token expires.', example: 900, minimum: 1 })
  expiresIn!: number;

  @ApiProperty({ type: SignedInUserDto, description: 'Who has signed in.' })
  user!: SignedInUserDto;
}
