import { Inject, Injectable } from '@nestjs/common';

/** Something that can go back to how it was after the start. */
export interface Resettable {
  reset(): void;
}

/** Names the list of everything that remembers. */
export const RESETTABLE = Symbol('RESETTABLE');

/** Back to the state after the start. The clock alone keeps going: whoever shares it must not see it run backwards. */
@Injectable()
export class ResetService {
  constructor(@Inject(RESETTABLE) private readonly parts: readonly Resettable[]) {}

  reset(): void {
    for (const part of this.parts) part.reset();
  }
}
