import { ApiProperty } from '@nestjs/swagger';
import { PERMISSIONS, type Permission } from '../auth/domain/permissions.js';
import { ROLES, type Role } from '../auth/domain/role.js';

export class OwnChannelDto {
  @ApiProperty({ type: 'integer', format: 'int64', description: 'Id of the channel.', example: 1, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Name of the channel.', example: 'Shop' })
  name!: string;
}

export class MeDto {
  @ApiProperty({ type: 'integer', format: 'int64', description: 'Your id.', example: 5, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Your email, in lower case.', example: 'operator@example.com' })
  email!: string;

  @ApiProperty({ description: 'Your name, as colleagues see it.', example: 'Anna' })
  name!: string;

  @ApiProperty({ description: 'Your role.', enum: [...ROLES], example: 'operator' })
  role!: Role;

  @ApiProperty({ type: [OwnChannelDto], description: "The channels you work in; an admin's are all of them." })
  channels!: OwnChannelDto[];

  @ApiProperty({
    description: 'What your role lets you do.',
    enum: [...PERMISSIONS],
    isArray: true,
    example: ['chats:read', 'messages:send'],
  })
  permissions!: Permission[];
}
