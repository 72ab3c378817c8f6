import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { AuditModule } from '../audit/audit.module.js';
import { AppConfig } from '../config/app-config.js';
import { EventsModule } from '../events/events.module.js';
import { AccessDoor } from './sessions/access-door.service.js';
import { ApplyUserChange } from './users/apply-user-change.service.js';
import { AuthController } from './sessions/auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { AuthService } from './sessions/auth.service.js';
import { ChangePasswordService } from './passwords/change-password.service.js';
import { CredentialWatch } from './tickets/credential-watch.service.js';
import { CreateUserService } from './users/create-user.service.js';
import { FirstAdminService } from './users/first-admin.service.js';
import { JwtStrategy } from './sessions/jwt.strategy.js';
import { ApiKeyCache } from './keys/api-key-cache.js';
import { ApiKeyDoor } from './keys/api-key-door.service.js';
import { ApiKeyRepository } from './keys/api-key.repository.js';
import { ApiKeysController } from './keys/api-keys.controller.js';
import { ApiKeyCaches } from './keys/api-key-caches.js';
import { ApiKeysService } from './keys/api-keys.service.js';
import { MintSessionService } from './keys/mint-session.service.js';
import { SessionsController } from './keys/sessions.controller.js';
import { LoginFailuresRepository } from './limits/login-failures.repository.js';
import { LoginThrottle } from './limits/login-throttle.service.js';
import { RatesGuard } from './limits/rates.guard.js';
import { ListUsersService } from './users/list-users.service.js';
import { LoginService } from './sessions/login.service.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { RefreshService } from './sessions/refresh.service.js';
import { RolesGuard } from './roles.guard.js';
import { ScopesGuard } from './scopes.guard.js';
import { SessionCache } from './sessions/session-cache.js';
import { SessionRepository } from './sessions/session.repository.js';
import { SessionService } from './sessions/session.service.js';
import { TokenService } from './sessions/token.service.js';
import { StreamTicketController } from './tickets/stream-ticket.controller.js';
import { StreamTicketRepository } from './tickets/stream-ticket.repository.js';
import { StreamTickets } from './tickets/stream-tickets.service.js';
import { UpdateUserService } from './users/update-user.service.js';
import { UserDepartures } from './users/user-departures.service.js';
import { UserRepository } from './users/user.repository.js';
import { UsersController } from './users/users.controller.js';

/** Importing it closes every route of the application that is not `@Public()`. */
@Module({
  imports: [
    AuditModule,
    EventsModule,
    JwtModule.registerAsync({ inject: [AppConfig], useFactory: ({ jwtSecret }: AppConfig) => ({ secret: jwtSecret }) }),
  ],
  controllers: [AuthController, SessionsController, UsersController, ApiKeysController, StreamTicketController],
  providers: [
    // In this order: first who it is, then what they may do.
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: ScopesGuard },
    { provide: APP_GUARD, useClass: RolesGuard },
    { provide: APP_GUARD, useExisting: RatesGuard },
    { provide: APP_INTERCEPTOR, useExisting: RatesGuard },
    AccessDoor,
    ApiKeyCache,
    ApiKeyCaches,
    ApiKeyDoor,
    ApiKeyRepository,
    ApiKeysService,
    ApplyUserChange,
    AuthService,
    ChangePasswordService,
    CreateUserService,
    CredentialWatch,
    FirstAdminService,
    JwtStrategy,
    ListUsersService,
    LoginFailuresRepository,
    LoginService,
    LoginThrottle,
    MintSessionService,
    PasswordHasher,
    RatesGuard,
    RefreshService,
    SessionCache,
    SessionRepository,
    SessionService,
    StreamTicketRepository,
    StreamTickets,
    TokenService,
    UpdateUserService,
    UserDepartures,
    UserRepository,
  ],
  exports: [AccessDoor, AuthService, CredentialWatch, FirstAdminService, CreateUserService, UserDepartures],
})
export class AuthModule {}
