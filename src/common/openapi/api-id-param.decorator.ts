import { ApiParam } from '@nestjs/swagger';

/** Documents an id in a path, which `IdPipe` reads. */
export function ApiIdParam(name: string, description: string, example: number): MethodDecorator {
  const schema = { type: 'integer', format: 'int64', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
  return ApiParam({ name, description, example, schema });
}
