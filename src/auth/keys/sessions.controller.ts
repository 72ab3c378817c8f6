import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { LoginResultDto } from '../sessions/auth.dto.js';
import { Authenticated } from '../authenticated.decorator.js';
import { CurrentUser } from '../current-user.decorator.js';
import { AuthUser } from '../domain/auth-user.js';
import { MintSessionDto } from './mint-session.dto.js';
import { MintSessionService } from './mint-session.service.js';

@ApiTags('Auth')
@Authenticated()
@Controller('api/auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: MintSessionService) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Sign an operator in, as a machine',
    operationId: 'mintSession',
    description:
      'For a CRM that embeds us and has signed its user in itself: an API key with the scope `sessions` gets the tokens of an operator or supervisor. The session ends with the key.',
  })
  @ApiBody({
    type: MintSessionDto,
    examples: { operator: { summary: 'Operator of the sandbox', value: { email: 'operator@example.com' } } },
  })
  @ApiOkResponse({ type: LoginResultDto, description: 'The tokens, as `login` gives them.' })
  @ApiErrors('VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'USER_NOT_FOUND')
  mintSession(
    @CurrentUser() caller: AuthUser,
    @Body() { email }: MintSessionDto,
    @Origin() origin: RequestOrigin,
  ): Promise<LoginResultDto> {
    return this.sessions.mint(caller, email, origin);
  }
}
