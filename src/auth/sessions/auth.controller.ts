import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { Public } from '../../common/public.decorator.js';
import { CHANGE_PASSWORD_EXAMPLES, LOGIN_EXAMPLES, REFRESH_EXAMPLES } from './auth-examples.js';
import { ChangePasswordDto, LoginDto, LoginResultDto, RefreshDto } from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { Authenticated } from '../authenticated.decorator.js';
import { ChangePasswordService } from '../passwords/change-password.service.js';
import { CurrentUser } from '../current-user.decorator.js';
import { AuthUser } from '../domain/auth-user.js';
import { LoginService } from './login.service.js';
import { RefreshService } from './refresh.service.js';

const BODY_ERRORS = ['VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;

@ApiTags('Auth')
@Controller('api/auth')
export class AuthController {
  constructor(
    private readonly loginService: LoginService,
    private readonly refreshService: RefreshService,
    private readonly authService: AuthService,
    private readonly changePasswordService: ChangePasswordService,
  ) {}

  @Post('login')
  @Public()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Sign in',
    operationId: 'login',
    description:
      'The same 401 for a wrong password, an unknown and a disabled user; 429 after 5 failures of an account or 20 of an address in 15 minutes.',
  })
  @ApiBody({ type: LoginDto, examples: LOGIN_EXAMPLES })
  @ApiOkResponse({ type: LoginResultDto, description: 'Signed in.' })
  @ApiErrors(...BODY_ERRORS, 'INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS', 'OVERLOADED', 'DB_UNAVAILABLE')
  login(@Body() credentials: LoginDto, @Origin() origin: RequestOrigin): Promise<LoginResultDto> {
    return this.loginService.login(credentials, origin);
  }

  @Post('refresh')
  @Public()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Get new tokens',
    operationId: 'refresh',
    description:
      'Each refresh token works once. One that comes a second time was stolen by somebody, and ends the session.',
  })
  @ApiBody({ type: RefreshDto, examples: REFRESH_EXAMPLES })
  @ApiOkResponse({ type: LoginResultDto, description: 'The next pair of tokens.' })
  @ApiErrors(...BODY_ERRORS, 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'TOKEN_REVOKED', 'DB_UNAVAILABLE')
  refresh(@Body() { refreshToken }: RefreshDto, @Origin() origin: RequestOrigin): Promise<LoginResultDto> {
    return this.refreshService.refresh(refreshToken, origin);
  }

  @Post('logout')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Sign out',
    operationId: 'logout',
    description: 'Ends this session: its access and refresh tokens stop working.',
  })
  @ApiNoContentResponse({ description: 'Signed out.' })
  @Authenticated()
  logout(@CurrentUser() user: AuthUser, @Origin() origin: RequestOrigin): Promise<void> {
    return this.authService.logout(user, origin);
  }

  @Post('password')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Change your password',
    operationId: 'changePassword',
    description: 'Ends your other sessions and keeps this one.',
  })
  @ApiBody({ type: ChangePasswordDto, examples: CHANGE_PASSWORD_EXAMPLES })
  @ApiNoContentResponse({ description: 'Changed.' })
  @ApiErrors(...BODY_ERRORS, 'INVALID_CREDENTIALS', 'OVERLOADED', 'DB_UNAVAILABLE')
  @Authenticated()
  changePassword(
    @CurrentUser() user: AuthUser,
    @Body() change: ChangePasswordDto,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.changePasswordService.change(user, change, origin);
  }
}
