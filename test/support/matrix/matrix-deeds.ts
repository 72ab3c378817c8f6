import type { Caller } from './matrix-cast.js';
import type { MatrixDesk } from './matrix-desk.js';
import { idFieldsOf, requestOf } from './matrix-request.js';
import type { MatrixRoute } from './matrix-route.js';
import { sees, verdictOnBody, verdictOn } from './matrix-rules.js';

/** Deeds at Meta, who wants the customer to have written within a day. */
const NEED_AN_OPEN_WINDOW = new Set(['sendMessage', 'retryMessage', 'blockCustomer']);

/** Whoever may do it does it, with the first of the document's bodies; the first two of them with each. Every time to fresh things. */
export async function checkDeeds(desk: MatrixDesk, route: MatrixRoute): Promise<string[]> {
  const problems: string[] = [];
  const { own } = desk.things;
  const namesThings = idFieldsOf(route.bodies).length > 0;
  const callers = desk.callers.filter(
    (caller) => verdictOn(route, caller, own) === 'may' && (!namesThings || sees(caller, own)),
  );
  for (const caller of callers) {
    const isThorough = caller === desk.cast.people.assignee || caller === desk.cast.people.admin;
    const bodies = isThorough ? Math.max(1, route.bodies.length) : 1;
    for (let example = 0; example < bodies; example += 1) {
      problems.push(...(await checkDeed(desk, route, { caller, example })));
    }
  }
  return callers.length === 0 ? ['nobody may do it'] : problems;
}

async function checkDeed(
  desk: MatrixDesk,
  route: MatrixRoute,
  { caller, example }: { caller: Caller; example: number },
): Promise<string[]> {
  const things = await desk.freshThings();
  if (NEED_AN_OPEN_WINDOW.has(route.id)) await desk.hearFrom(things);
  const request = requestOf(route, things, example);
  const verdict = verdictOnBody(caller, request.body, things);
  const answer = await desk.call(request, await freshToken(desk, caller));
  const isRight = verdict === 'may' ? answer.status < 300 : answer.status === verdict;
  const problems = desk.judge.problems(route, answer);
  if (!isRight) problems.push(`${verdict} was due, not ${answer.status} ${answer.text.slice(0, 300)}`);
  return problems.map((problem) => `${caller.name}, example ${example}: ${problem}`);
}

/** A deed may end the session it is done in. */
function freshToken({ desk }: MatrixDesk, { user, token, scopes }: Caller): Promise<string | undefined> {
  return user === undefined || scopes !== undefined ? Promise.resolve(token) : desk.app.tokenOf(user);
}
