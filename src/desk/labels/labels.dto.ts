import { ApiProperty } from '@nestjs/swagger';
import { PatternField, TextField } from '../../common/validation/fields.js';
import { PageDto } from '../page.dto.js';
import { LabelDto } from './label.dto.js';

const NAME = { description: 'As operators read it; spaces around it are dropped.', example: 'VIP', max: 40 };
const COLOR = {
  description: 'A colour as CSS writes it.',
  example: '#0a7cff',
  code: 'COLOR',
  test: (text: string) => /^#[0-9a-f]{6}$/i.test(text),
  message: { en: 'must be a colour such as #0a7cff', ru: 'должно быть цветом вида #0a7cff' },
  schema: { pattern: '^#[0-9a-fA-F]{6}$' },
};

export class CreateLabelDto {
  @TextField(NAME)
  name!: string;

  @PatternField(COLOR)
  color!: string;
}

export class UpdateLabelDto {
  @TextField({ ...NAME, optional: true })
  name?: string;

  @PatternField({ ...COLOR, optional: true })
  color?: string;
}

export class LabelListDto extends PageDto {
  @ApiProperty({ type: [LabelDto], maxItems: 500, description: 'All of them, by name.' })
  labels!: LabelDto[];
}
