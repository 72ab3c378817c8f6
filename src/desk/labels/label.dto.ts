import { ApiProperty } from '@nestjs/swagger';

export class LabelDto {
  @ApiProperty({ type: 'integer', description: 'Id of the label.', example: 3, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'As operators read it.', example: 'VIP' })
  name!: string;

  @ApiProperty({ description: 'A colour as CSS writes it.', example: '#0a7cff' })
  color!: string;
}
