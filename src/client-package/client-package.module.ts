import { Module } from '@nestjs/common';
import { ClientPackageController } from './client-package.controller.js';
import { ClientPackageService } from './client-package.service.js';

@Module({ controllers: [ClientPackageController], providers: [ClientPackageService] })
export class ClientPackageModule {}
