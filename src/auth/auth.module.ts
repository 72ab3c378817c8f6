import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { AuditModule } from '../audit/audit.module.js';
import { AppConfig } from '../config/app-config.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { AuthService } from './auth.service.js';
import { ChangePasswordService } from './change-password.service.js';
import { CreateUserService } from './create-user.service.js';
import { FirstAdminService } from './first-admin.service.js';
import { JwtStrategy } from './jwt.strategy.js';
import { ListUsersService } from './list-users.service.js';
import { LoginService } from './login.service.js';
import { PasswordHasher } from './password-hasher.js';
import { RefreshService } from './refresh.service.js';
import { RolesGuard } from './roles.guard.js';
import { SessionCache } from './session-cache.js';
import { SessionRepository } from './session.repository.js';
import { SessionService } from './session.service.js';
import { TokenService } from './token.service.js';
import { UpdateUserService } from './update-user.service.js';
import { UserRepository } from './user.repository.js';
import { UsersController } from './users.controller.js';

/** Importing it closes every route of the application that is not `@Public()`. */
@Module({
  imports: [
    AuditModule,
    JwtModule.registerAsync({ inject: [AppConfig], useFactory: ({ jwtSecret }: AppConfig) => ({ secret: jwtSecret }) }),
  ],
  controllers: [AuthController, UsersController],
  providers: [
    // In this order: first who it is, then what they may do.
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: RolesGuard },
    AuthService,
    ChangePasswordService,
    CreateUserService,
    FirstAdminService,
    JwtStrategy,
    ListUsersService,
    LoginService,
    PasswordHasher,
    RefreshService,
    SessionCache,
    SessionRepository,
    SessionService,
    TokenService,
    UpdateUserService,
    UserRepository,
  ],
  exports: [AuthService, FirstAdminService, CreateUserService],
})
export class AuthModule {}
