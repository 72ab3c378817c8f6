import { Controller, Get, NotFoundException, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SimulatorSettings } from '../simulator-settings.js';
import { FILES, ServedFile } from './file-catalogue.js';

/** The files of the sandbox's example.com. */
@ApiExcludeController()
@Controller('files')
export class FilesController {
  constructor(private readonly settings: SimulatorSettings) {}

  @Get()
  async index(@Res() reply: FastifyReply): Promise<void> {
    const lines = Object.entries(FILES).map(([path, { about }]) => `/files/${path}  ${about}`);
    await reply.type('text/plain; charset=utf-8').send(`${lines.join('\n')}\n/files/missing  hostile: 404\n`);
  }

  @Get('*')
  async file(@Param('*') path: string, @Res() reply: FastifyReply): Promise<void> {
    if (path === '') return this.index(reply);
    const file = this.find(path);
    if (!file) throw new NotFoundException('There is no such file.');
    if (file.redirectTo !== undefined) {
      await reply.redirect(file.redirectTo, 302);
      return;
    }
    await reply.type(file.contentType).send(file.body());
  }

  private find(path: string): ServedFile | undefined {
    const extra = this.settings.files.get(path);
    if (extra) return { about: path, contentType: extra.contentType, body: () => extra.body };
    return Object.hasOwn(FILES, path) ? FILES[path] : undefined;
  }
}
