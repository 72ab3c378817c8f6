import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { LINK_HEADER, WithNextLink } from '../../common/http/with-next-link.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { Authenticated } from '../authenticated.decorator.js';
import { CreateUserService } from './create-user.service.js';
import { CurrentUser } from '../current-user.decorator.js';
import { AuthUser } from '../domain/auth-user.js';
import { ListUsersService } from './list-users.service.js';
import { UpdateUserService } from './update-user.service.js';
import { CREATE_USER_EXAMPLES, UPDATE_USER_EXAMPLES } from '../sessions/auth-examples.js';
import { CreateUserDto, ListUsersQueryDto, toUserDto, UpdateUserDto, UserDto, UserListDto } from './users.dto.js';

const BODY_ERRORS = ['VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;

@ApiTags('Admin')
@Authenticated('admin')
@Controller('api/admin/users')
export class UsersController {
  constructor(
    private readonly createUserService: CreateUserService,
    private readonly listUsersService: ListUsersService,
    private readonly updateUserService: UpdateUserService,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create a user', operationId: 'createUser' })
  @ApiBody({ type: CreateUserDto, examples: CREATE_USER_EXAMPLES })
  @ApiCreatedResponse({ type: UserDto, description: 'Created.' })
  @ApiErrors(...BODY_ERRORS, 'EMAIL_TAKEN', 'OVERLOADED', 'DB_UNAVAILABLE')
  async createUser(
    @CurrentUser() actor: AuthUser,
    @Body() user: CreateUserDto,
    @Origin() origin: RequestOrigin,
  ): Promise<UserDto> {
    return toUserDto(await this.createUserService.create(actor, user, origin));
  }

  @Get()
  @WithEventId()
  @WithNextLink()
  @ApiOperation({ summary: 'List users', operationId: 'listUsers' })
  @ApiOkResponse({
    type: UserListDto,
    description: 'A page of users.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER },
  })
  @ApiErrors('VALIDATION')
  async listUsers(@Query() query: ListUsersQueryDto): Promise<UserListDto> {
    const { items, ...cursors } = await this.listUsersService.list(query);
    return { users: items.map(toUserDto), ...cursors };
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change a user',
    operationId: 'updateUser',
    description: 'Disabling a user and setting a password end all sessions of the user within a second.',
  })
  @ApiIdParam('id', 'Id of the user.', 5)
  @ApiBody({ type: UpdateUserDto, examples: UPDATE_USER_EXAMPLES })
  @ApiOkResponse({ type: UserDto, description: 'Changed.' })
  @ApiErrors(...BODY_ERRORS, 'USER_NOT_FOUND', 'LAST_ADMIN', 'OVERLOADED', 'DB_UNAVAILABLE')
  async updateUser(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() update: UpdateUserDto,
    @Origin() origin: RequestOrigin,
  ): Promise<UserDto> {
    return toUserDto(await this.updateUserService.update(actor, id, update, origin));
  }
}
