import type { OpenAPIObject, OperationObject, ParameterObject, SchemaObject } from '@nestjs/swagger';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** One operation of the document. */
export interface DescribedOperation {
  method: string;
  /** As the document writes it, with its parameters in braces. */
  path: string;
  operation: OperationObject;
}

export function operationsOf(paths: OpenAPIObject['paths']): DescribedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ method, path, operation }];
    }),
  );
}

export interface DescribedParameter {
  parameter: ParameterObject;
  schema: SchemaObject;
}

/** The parameters of an operation that are written out with their schemas; ours all are. */
export function parametersOf({ parameters = [] }: OperationObject): DescribedParameter[] {
  return parameters.flatMap((parameter) => {
    if (!('name' in parameter) || parameter.schema === undefined || '$ref' in parameter.schema) return [];
    return [{ parameter, schema: parameter.schema }];
  });
}

/** The path with the examples of its parameters in it. */
export function examplePath({ path, operation }: DescribedOperation): string {
  const examples = new Map(parametersOf(operation).map(({ parameter, schema }) => [parameter.name, schema.example]));
  return path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(examples.get(name) ?? whole));
}

/**
 * Moves the examples of optional parameters into their descriptions: Swagger UI fills a field with its example, and whoever just
 * presses "Execute" would send a cursor of another list or an idempotency key that was used before.
 */
export function leaveOptionalParametersEmpty(operation: OperationObject): void {
  for (const { parameter, schema } of parametersOf(operation)) {
    if (parameter.required === true || schema.example === undefined) continue;
    parameter.description = `${parameter.description ?? ''} Example: \`${String(schema.example)}\`.`;
    delete schema.example;
  }
}
