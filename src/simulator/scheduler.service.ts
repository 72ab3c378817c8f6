import { Injectable, OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../common/clock.js';

interface Job {
  dueAt: number;
  sequence: number;
  /** Names what the job waits for besides its time; see `hurry`. */
  tag: string | undefined;
  run: () => void;
}

/** The clock may be moved by others than us (the sandbox shares it), so a waiting scheduler looks again this often. */
const LONGEST_NAP_MS = 1000;

/** Runs deeds at moments of the simulator's clock, in order of their moments, never inside the caller. */
@Injectable()
export class SchedulerService implements OnModuleDestroy {
  private jobs: Job[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** The earliest moment the timer knows of; later ones need not wind it up again. */
  private armedFor = Infinity;
  private sequence = 0;
  private isClosed = false;

  constructor(private readonly clock: Clock) {}

  after(delayMs: number, run: () => void, tag?: string): void {
    const dueAt = this.clock.millis() + delayMs;
    this.jobs.push({ dueAt, sequence: this.sequence++, tag, run });
    if (dueAt < this.armedFor) this.arm();
  }

  /** Runs whatever is due by now. Call after moving the clock. */
  runDue(): void {
    const now = this.clock.millis();
    const due = this.jobs.filter((job) => job.dueAt <= now);
    this.jobs = this.jobs.filter((job) => job.dueAt > now);
    due.sort((a, b) => a.dueAt - b.dueAt || a.sequence - b.sequence);
    for (const job of due) job.run();
    this.arm();
  }

  /** Makes the jobs with this tag due now. Returns how many there were. */
  hurry(tag: string): number {
    const tagged = this.jobs.filter((job) => job.tag === tag);
    for (const job of tagged) job.dueAt = this.clock.millis();
    this.runDue();
    return tagged.length;
  }

  reset(): void {
    this.jobs = [];
    this.disarm();
  }

  onModuleDestroy(): void {
    this.isClosed = true;
    this.reset();
  }

  private arm(): void {
    this.disarm();
    if (this.isClosed || this.jobs.length === 0) return;
    for (const { dueAt } of this.jobs) this.armedFor = Math.min(this.armedFor, dueAt);
    const wait = this.armedFor - this.clock.millis();
    this.timer = setTimeout(() => this.runDue(), Math.min(Math.max(wait, 0), LONGEST_NAP_MS));
  }

  private disarm(): void {
    clearTimeout(this.timer);
    this.armedFor = Infinity;
  }
}
