import { ApiParam } from '@nestjs/swagger';

/** Documents an id in a path, which `IdPipe` reads. */
export function ApiIdParam(name: string, description: string, example: number): MethodDecorator {
  // In the schema: beside a schema, the library drops the example of a parameter.
  const schema = { type: 'integer', format: 'int64', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, example };
  return ApiParam({ name, description, schema });
}
