import { WebhookProblem } from './webhook.types.js';

/** A body of 4 MiB can hold two million bad pieces; nobody reads more than these, and the raw body is kept anyway. */
const MAX_PROBLEMS = 1000;

/** Collects problems, up to a bound that the last entry then names. */
export class ProblemList {
  readonly problems: WebhookProblem[] = [];

  add(problem: WebhookProblem): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
    else if (this.problems.length === MAX_PROBLEMS) this.problems.push({ reason: 'too_many_problems' });
  }
}
