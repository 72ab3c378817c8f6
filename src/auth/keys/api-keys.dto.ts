import { ApiProperty } from '@nestjs/swagger';
import { CursorField } from '../../common/validation/cursor-field.js';
import { EnumListField, IdField, IntField, QueryIntField, TextField } from '../../common/validation/fields.js';
import { TimeField } from '../../common/validation/iso-time.js';
import { SCOPES, type Scope } from '../domain/scopes.js';
import type { ApiKeyRow } from './api-key.repository.js';

export const DEFAULT_REQUESTS_PER_MINUTE = 600;
const TIME = { type: String, format: 'date-time' } as const;

export class CreateApiKeyDto {
  @TextField({ description: 'What the key is for.', example: 'CRM', max: 100 })
  name!: string;

  @IdField({
    description: 'The user it acts as: what they may see it may see, what it writes bears their name.',
    example: 5,
  })
  userId!: number;

  @EnumListField({
    description:
      '`chats:read` everything an operator can read, `chats:write` assign, close, label, note …, `messages:send` write to customers, `sessions` sign operators in.',
    values: SCOPES,
    example: ['chats:read', 'messages:send'],
  })
  scopes!: Scope[];

  @TimeField({
    description: 'When it stops working; never, if left out.',
    example: '2027-01-01T00:00:00Z',
    optional: true,
  })
  expiresAt?: string;

  @IntField({
    description: `Requests it may make in a minute, on each server; ${DEFAULT_REQUESTS_PER_MINUTE} if left out.`,
    example: 600,
    min: 1,
    max: 1_000_000,
    optional: true,
  })
  requestsPerMinute?: number;
}

export class ListApiKeysQueryDto {
  @QueryIntField({ description: 'How many keys at most.', default: 50, min: 1, max: 100 })
  limit: number = 50;

  @CursorField()
  cursor?: string;
}

export class ApiKeyDto {
  @ApiProperty({ type: 'integer', description: 'Id of the key.', example: 3, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'What the key is for.', example: 'CRM' })
  name!: string;

  @ApiProperty({ description: 'How the key begins.', example: 'wak_Zk3v9Q…' })
  hint!: string;

  @ApiProperty({ type: 'integer', description: 'The user it acts as.', example: 5, minimum: 1 })
  userId!: number;

  @ApiProperty({ description: 'Their email.', example: 'crm@example.com' })
  userEmail!: string;

  @ApiProperty({ enum: [...SCOPES], isArray: true, description: 'What it may do.', example: ['chats:read'] })
  scopes!: Scope[];

  @ApiProperty({ type: 'integer', description: 'Requests a minute, on each server.', example: 600, minimum: 1 })
  requestsPerMinute!: number;

  @ApiProperty({ ...TIME, description: 'When it was made.', example: '2025-12-09T12:34:56.000Z' })
  createdAt!: string;

  @ApiProperty({ ...TIME, nullable: true, description: 'When it stops working; null: never.', example: null })
  expiresAt!: string | null;

  @ApiProperty({ ...TIME, nullable: true, description: 'When it was last used, to the minute.', example: null })
  lastUsedAt!: string | null;

  @ApiProperty({ ...TIME, nullable: true, description: 'When it was revoked.', example: null })
  revokedAt!: string | null;
}

export class NewApiKeyDto extends ApiKeyDto {
  @ApiProperty({
    description: 'The key itself, for `Authorization: Bearer <key>`. It is shown this once.',
    example: 'wak_0000000000000000000000000000000000000000000',
  })
  key!: string;
}

export class ApiKeyListDto {
  @ApiProperty({ type: [ApiKeyDto], description: 'The keys of this page, by id, revoked ones too.' })
  apiKeys!: ApiKeyDto[];

  @ApiProperty({ type: String, nullable: true, description: '`cursor` of the next page.', example: null })
  nextCursor!: string | null;

  @ApiProperty({ type: String, nullable: true, description: '`cursor` of the page before.', example: null })
  prevCursor!: string | null;
}

export function toApiKeyDto(row: ApiKeyRow): ApiKeyDto {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    userId: row.userId,
    userEmail: row.userEmail,
    scopes: row.scopes,
    requestsPerMinute: row.requestsPerMinute,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
