import { BadRequestException, ValidationError, ValidationPipe } from '@nestjs/common';

/** Checks a control request's body; unknown keys are refused unless they are part of the call. */
export function validatedBody(unknownKeys: 'refused' | 'kept' = 'refused'): ValidationPipe {
  const isStrict = unknownKeys === 'refused';
  return new ValidationPipe({
    transform: true,
    whitelist: isStrict,
    forbidNonWhitelisted: isStrict,
    exceptionFactory: (errors) =>
      new BadRequestException({
        message: 'The request body is not valid.',
        problems: errors.flatMap((e) => problemsOf(e, '')),
      }),
  });
}

function problemsOf(error: ValidationError, parent: string): string[] {
  const here = Object.values(error.constraints ?? {}).map((problem) => `${parent}${problem}`);
  const below = (error.children ?? []).flatMap((child) => problemsOf(child, `${parent}${error.property}.`));
  return [...here, ...below];
}
