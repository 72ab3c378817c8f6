import { Injectable } from '@nestjs/common';

/**
 * The one source of domain time. Tests and the sandbox move it; leases alone use the database's clock.
 */
@Injectable()
export class Clock {
  now(): Date {
    return new Date(this.millis());
  }

  millis(): number {
    return Date.now();
  }
}

/** A clock that stands still until it is moved, and that starts at a given instant. */
export class FakeClock extends Clock {
  constructor(private current: Date) {
    super();
  }

  override millis(): number {
    return this.current.getTime();
  }

  set(instant: Date): void {
    this.current = instant;
  }

  advance(milliseconds: number): void {
    this.current = new Date(this.current.getTime() + milliseconds);
  }
}

/** The real clock plus an offset: the sandbox moves days in one call while timers go on by themselves. */
export class ShiftedClock extends Clock {
  private offset = 0;

  override millis(): number {
    return super.millis() + this.offset;
  }

  advance(milliseconds: number): void {
    this.offset += milliseconds;
  }
}
