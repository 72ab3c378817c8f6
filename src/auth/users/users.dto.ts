import { ApiProperty } from '@nestjs/swagger';
import { CursorField } from '../../common/validation/cursor-field.js';
import { BooleanField, EnumField, PatternField, QueryIntField, TextField } from '../../common/validation/fields.js';
import { NEW_PASSWORD_RULE } from '../sessions/auth.dto.js';
import { canonicalEmail, MAX_EMAIL } from '../domain/email.js';
import { ROLES, type Role } from '../domain/role.js';
import { User } from './user.entity.js';

const MAX_NAME = 100;

export class CreateUserDto {
  @PatternField({
    description: 'Email to sign in with; kept in lower case, the domain in punycode.',
    example: 'anna@example.com',
    code: 'EMAIL',
    test: (text) => canonicalEmail(text) !== undefined,
    message: {
      en: 'must be an email address of at most 254 characters',
      ru: 'должно быть адресом email не длиннее 254 символов',
    },
    schema: { format: 'email', maxLength: MAX_EMAIL },
  })
  email!: string;

  @PatternField({
    description: 'The first password, to be handed over and changed.',
    example: 'correct horse battery',
    ...NEW_PASSWORD_RULE,
  })
  password!: string;

  @TextField({ description: 'Name shown to colleagues.', example: 'Anna', max: MAX_NAME })
  name!: string;

  @EnumField({ description: 'What the user may do.', values: ROLES, example: 'operator' })
  role!: Role;
}

export class UpdateUserDto {
  @EnumField({
    description: 'Another role, from now on also in open sessions.',
    values: ROLES,
    example: 'supervisor',
    optional: true,
  })
  role?: Role;

  @TextField({ description: 'Another name.', example: 'Anna K.', max: MAX_NAME, optional: true })
  name?: string;

  @BooleanField({
    description: '`true` ends all sessions of the user and lets them sign in no more.',
    example: true,
    optional: true,
  })
  disabled?: boolean;

  @PatternField({
    description: 'A new password; ends all sessions of the user.',
    example: 'correct horse staple',
    optional: true,
    ...NEW_PASSWORD_RULE,
  })
  password?: string;
}

export class ListUsersQueryDto {
  @QueryIntField({ description: 'How many users at most.', default: 50, min: 1, max: 200 })
  limit: number = 50;

  @CursorField()
  cursor?: string;
}

export class UserDto {
  @ApiProperty({ type: 'integer', format: 'int64', description: 'Id of the user.', example: 5, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Email, in lower case.', example: 'anna@example.com' })
  email!: string;

  @ApiProperty({ description: 'Name shown to colleagues.', example: 'Anna' })
  name!: string;

  @ApiProperty({ description: 'What the user may do.', enum: [...ROLES], example: 'operator' })
  role!: Role;

  @ApiProperty({ description: 'The user may not sign in.', example: false })
  disabled!: boolean;

  @ApiProperty({ format: 'date-time', description: 'When the user was created.', example: '2025-12-09T12:34:56.000Z' })
  createdAt!: string;
}

export class UserListDto {
  @ApiProperty({ type: [UserDto], description: 'The users of this page, by id.' })
  users!: UserDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: '`cursor` of the next page; null on the last one.',
    example: 'YWZ0ZXI6NTA',
  })
  nextCursor!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: '`cursor` of the page before; null on the first one.',
    example: null,
  })
  prevCursor!: string | null;
}

/** The user as admins see them; the hash of the password never leaves. */
export function toUserDto({ id, email, name, role, disabledAt, createdAt }: User): UserDto {
  return { id, email, name, role, disabled: disabledAt !== null, createdAt: createdAt.toISOString() };
}
