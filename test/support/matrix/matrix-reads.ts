import type { Caller } from './matrix-cast.js';
import { withQuery } from './matrix-checks.js';
import type { MatrixDesk } from './matrix-desk.js';
import { idInField, type MatrixRequest, requestOf } from './matrix-request.js';
import type { MatrixRoute } from './matrix-route.js';
import { sees, statusOfRead, verdictAtTheDoor, verdictOn, worksAt } from './matrix-rules.js';
import type { Things } from './matrix-things.js';

/** What a read tells of things. */
export interface Told {
  problems: string[];
  /** Whether somebody was told of what they see. */
  isTelling: boolean;
}

/** In nothing one reads, however it is narrowed, stands a word or an id of a chat that one does not see. */
export async function checkReads(desk: MatrixDesk, route: MatrixRoute): Promise<Told> {
  const told: Told = { problems: [], isTelling: false };
  for (const caller of desk.viewers) {
    if (verdictAtTheDoor(route, caller) !== 'may') continue;
    const marks = hiddenMarks(desk, caller);
    const requests = desk.allThings.flatMap((things) => readsOf(route, caller, things));
    const answers = await Promise.all(requests.map((request) => desk.call(request, caller.token)));
    for (const [index, { status, text }] of answers.entries()) {
      const place = `${caller.name}: ${requests[index]?.path}`;
      // Somebody else's name may be asked for in vain, but nothing is answered with an error.
      if (status !== statusOfRead(route)) told.problems.push(`${place} is answered ${status} ${text}`);
      const found = marks.filter((mark) => mark.test(text + decodedCursors(text)));
      if (found.length > 0) told.problems.push(`${place} tells ${found.join(' ')}: ${text}`);
      if (desk.allThings.some((things) => sees(caller, things) && text.includes(things.canary))) told.isTelling = true;
    }
  }
  return told;
}

/** Cursors name rows too, in a thin disguise. */
function decodedCursors(text: string): string {
  const cursors = [...text.matchAll(/"(?:next|prev)Cursor":"([^"]+)"/g)];
  return cursors.map(([, cursor = '']) => ` ${Buffer.from(cursor, 'base64url').toString()}`).join('');
}

/** What gives away things a caller does not see: their words and ids; the people and the name of a channel they do not work in. */
function hiddenMarks({ desk, allThings }: MatrixDesk, caller: Caller): RegExp[] {
  const marks = allThings.flatMap((things) => {
    const { chat, customer, message, media, note, canned, upload, template } = things.ids;
    const knowsCustomer = allThings.some((one) => one.ids.customer === customer && sees(caller, one));
    const isElsewhere = !worksAt(caller, things);
    const place = things.place === 'home' ? [desk.operator.email, 'NAME-assignee'] : ['NAME-foreigner', 'AWAY-CHANNEL'];
    return [
      ...(sees(caller, things) ? [] : [chat, message, media, note, things.failedId, things.waitingId, things.canary]),
      ...(knowsCustomer ? [] : [customer, things.phone, `${things.canary}c`]),
      ...(caller.user?.id === things.ownerId ? [] : [canned, upload, `${things.canary}k`]),
      ...(isElsewhere ? [...place, template, `${things.canary}t`] : []),
    ];
  });
  return marks.map((mark) => new RegExp(`(?<!\\w)${String(mark).replaceAll('.', '\\.')}(?!\\w)`));
}

/** Of a list: as it is, and narrowed by each of its parameters to what the things have. Of one thing: if the caller sees it. */
function readsOf(route: MatrixRoute, caller: Caller, things: Things): MatrixRequest[] {
  const isHidden = !sees(caller, things) || verdictOn(route, caller, things) !== 'may';
  if (route.parameters.length > 0 && isHidden) return [];
  const request = requestOf(route, things);
  const narrowed = route.query.flatMap(({ name, kind, values, isRequired }) => {
    if (isRequired) return [];
    if (name === 'limit') return [withQuery(request, name, 1)];
    if (kind === 'user') return [withQuery(request, name, things.assigneeId ?? 'unassigned')];
    if (kind !== undefined) return [withQuery(request, name, idInField(things, kind))];
    if (name === 'search') return [things.canary, things.phone].map((text) => withQuery(request, name, text));
    return values.map((value) => withQuery(request, name, value));
  });
  return [request, ...narrowed];
}
