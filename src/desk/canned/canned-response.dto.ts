import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, IdField, PatternField, QueryIntField, TextField } from '../../common/validation/fields.js';
import { CursorField } from '../../common/validation/cursor-field.js';
import { PageDto } from '../page.dto.js';
import { decodeCannedCursor } from './canned-cursor.js';
import { CANNED_VARIABLES } from './canned-variables.js';
import { isShortcut } from './shortcut.js';

const TIME = { type: String, format: 'date-time' } as const;
const VARIABLES = CANNED_VARIABLES.map((name) => `\`{{${name}}}\``).join(', ');

function ShortcutField({ optional = false } = {}): PropertyDecorator {
  return PatternField({
    description: 'What is typed to find it: 1–40 letters, digits, `_` or `-`; kept in lower case.',
    example: 'привет',
    optional,
    code: 'SHORTCUT',
    test: isShortcut,
    message: {
      en: 'must have 1 to 40 letters, digits, _ or -',
      ru: 'должно содержать от 1 до 40 букв, цифр, _ или -',
    },
    schema: { minLength: 1, maxLength: 40 },
  });
}

function CannedTextField({ optional = false } = {}): PropertyDecorator {
  return TextField({
    description: `Variables: ${VARIABLES}; with a default \`{{customer.name|друг}}\`. Two braces to be read are four: \`{{{{\`.`,
    example: 'Здравствуйте, {{customer.firstName|друг}}! Меня зовут {{operator.name}}.',
    max: 4096,
    optional,
  });
}

export class CreateCannedResponseDto {
  @ShortcutField()
  shortcut!: string;

  @CannedTextField()
  text!: string;

  @BooleanField({
    description: 'True for everybody, which supervisors and administrators may; false for yourself alone.',
    example: false,
  })
  shared!: boolean;
}

export class UpdateCannedResponseDto {
  @ShortcutField({ optional: true })
  shortcut?: string;

  @CannedTextField({ optional: true })
  text?: string;
}

export class ListCannedResponsesQueryDto {
  @TextField({ description: 'A fragment of the shortcut or of the text.', example: 'достав', max: 100, optional: true })
  search?: string;

  @QueryIntField({ description: 'How many at most.', default: 50, min: 1, max: 100 })
  limit: number = 50;

  @CursorField((text) => decodeCannedCursor(text) !== undefined)
  cursor?: string;
}

export class RenderCannedResponseDto {
  @IdField({ description: 'Id of the chat it is for.', example: 123 })
  chatId!: number;
}

export class CannedResponseDto {
  @ApiProperty({ type: 'integer', description: 'Id of the canned response.', example: 4, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'What is typed to find it.', example: 'привет' })
  shortcut!: string;

  @ApiProperty({
    description: 'With its variables.',
    example: 'Здравствуйте, {{customer.firstName|друг}}! Меня зовут {{operator.name}}.',
  })
  text!: string;

  @ApiProperty({ description: 'Everybody has it; false for one of your own.', example: true })
  shared!: boolean;

  @ApiProperty({ ...TIME, description: 'When it was made.', example: '2025-12-09T12:35:00.000Z' })
  createdAt!: string;

  @ApiProperty({ ...TIME, description: 'When it was last changed.', example: '2025-12-09T12:35:00.000Z' })
  updatedAt!: string;
}

export class CannedResponseListDto extends PageDto {
  @ApiProperty({ type: [CannedResponseDto], description: 'Yours and the shared ones, by shortcut.' })
  cannedResponses!: CannedResponseDto[];
}

export class RenderedCannedResponseDto {
  @ApiProperty({ description: 'To be looked over and sent.', example: 'Здравствуйте, Айгуль! Меня зовут Анна.' })
  text!: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', enum: [...CANNED_VARIABLES] },
    description: 'Variables that had neither a value nor a default and left a gap.',
    example: [],
  })
  missing!: string[];
}
