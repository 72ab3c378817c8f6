import type { ApiAnswer } from '../test-app.js';
import { likeness } from './matrix-answers.js';
import type { Caller } from './matrix-cast.js';
import type { MatrixDesk } from './matrix-desk.js';
import {
  idFieldsOf,
  idInField,
  idInPath,
  mapFields,
  type MatrixRequest,
  requestOf,
  withIds,
  withUnknownKeys,
} from './matrix-request.js';
import { hasSignedLink, type Kind, kindOfField, type MatrixRoute } from './matrix-route.js';
import { sees, statusOfRead, verdictAtTheDoor, verdictOn } from './matrix-rules.js';
import { missingId, missingLike, type Things } from './matrix-things.js';

type Answer = ApiAnswer<Record<string, unknown>>;

/** Ids as nobody writes them, and as they would do harm where a parser is generous. */
const BAD_IDS = ['0x10', '1e3', '+1', '00012', '9007199254740993', '-1', '0', '1.0', '%2031', "1'%20OR%20'1'='1"];
const CODES_OF_401: Readonly<Record<string, string>> = {
  nobody: 'AUTH_REQUIRED',
  garbage: 'TOKEN_INVALID',
  'no key': 'TOKEN_INVALID',
  disabled: 'TOKEN_REVOKED',
};

/** Whoever is refused is refused as declared, and whoever only reads gets what the document says: as sentences, none where all is well. */
export async function checkCallers(desk: MatrixDesk, route: MatrixRoute): Promise<string[]> {
  const request = requestOf(route, desk.things.own);
  const checkCaller = async (caller: Caller): Promise<string[]> => {
    const verdict = verdictOn(route, caller, desk.things.own);
    if (verdict === 'may' && route.method !== 'GET') return [];
    const answer = await desk.call(request, caller.token);
    const code = answer.body?.['code'];
    const isRight =
      verdict === 'may'
        ? answer.status === statusOfRead(route)
        : answer.status === verdict && (verdict !== 401 || code === CODES_OF_401[caller.name]);
    const problems = desk.judge.problems(route, answer);
    if (!isRight) problems.push(`${verdict} was due, not ${answer.status} ${answer.text.slice(0, 200)}`);
    const challenge = answer.headers.get('www-authenticate');
    if ((verdict === 401) !== (challenge === 'Bearer')) problems.push(`the challenge is ${challenge}`);
    if (route.method === 'GET') problems.push(...(await checkHead(desk, request.path, { caller, answer })));
    return problems.map((problem) => `${caller.name}: ${problem}`);
  };
  return (await Promise.all(desk.callers.map(checkCaller))).flat();
}

async function checkHead(
  desk: MatrixDesk,
  path: string,
  { caller, answer }: { caller: Caller; answer: Answer },
): Promise<string[]> {
  const head = await desk.call({ method: 'HEAD', path }, caller.token);
  const problems = head.status === answer.status ? [] : [`HEAD is ${head.status}, GET ${answer.status}`];
  return head.text === '' ? problems : [...problems, 'HEAD has a body'];
}

/** A thing one may not see is answered as one that does not exist, to the byte, whatever parameter names it. */
export async function checkHiddenAsMissing(desk: MatrixDesk, route: MatrixRoute): Promise<string[]> {
  const problems: string[] = [];
  for (const caller of desk.viewers) {
    if (verdictAtTheDoor(route, caller) !== 'may') continue;
    for (const things of Object.values(desk.things)) {
      if (verdictOn(route, caller, things) !== 404) continue;
      for (const [hidden, missing] of pathPairs(route, things)) {
        problems.push(...(await differences(desk, caller, [hidden, missing])));
        if (route.method !== 'GET') continue;
        const asHead = ({ path }: MatrixRequest): MatrixRequest => ({ method: 'HEAD', path });
        problems.push(...(await differences(desk, caller, [asHead(hidden), asHead(missing)])));
      }
    }
  }
  return problems;
}

/** The same request of the hidden thing and of a missing one. */
function pathPairs(route: MatrixRoute, things: Things): [MatrixRequest, MatrixRequest][] {
  const request = requestOf(route, things);
  const search = request.path.includes('?') ? request.path.slice(request.path.indexOf('?')) : '';
  const idOf = (kind: Kind): number => idInPath(route, things, kind);
  const pairs = route.parameters
    .filter(({ kind }) => kind !== 'label')
    .map((parameter): [MatrixRequest, MatrixRequest] => {
      const path =
        withIds(route, (kind, name) => (name === parameter.name ? missingLike(idOf(kind)) : idOf(kind))) + search;
      return [request, { ...request, path }];
    });
  if (route.path.includes('/message-status/')) {
    const byWamid = (wamid: string): MatrixRequest => ({ ...request, path: withIds(route, () => wamid) });
    pairs.push([byWamid(things.wamid), byWamid(things.wamid.replace('canary', 'missin'))]);
  }
  return pairs;
}

async function differences(desk: MatrixDesk, caller: Caller, pair: [MatrixRequest, MatrixRequest]): Promise<string[]> {
  const [hidden, missing] = await Promise.all(
    pair.map(async (request) => likeness(await desk.call(request, caller.token), request.path)),
  );
  const isRight = hidden === missing && hidden?.startsWith('404') === true;
  return isRight
    ? []
    : [`${caller.name}: ${pair[0].method} ${pair[0].path}\n${hidden}\nbut of a missing one\n${missing}`];
}

/** An id of something one may not see, in a body or a query, is answered as one of nothing. */
export async function checkForeignFields(desk: MatrixDesk, route: MatrixRoute): Promise<string[]> {
  const { people, keys } = desk.cast;
  const { own, hidden, away } = desk.things;
  const cases: [Caller, Things, Things[]][] = [
    [people.assignee, own, [hidden, away]],
    ...keys
      .filter(({ name }) => name === 'key of assignee')
      .map((key): [Caller, Things, Things[]] => [key, own, [away]]),
    [people.member, hidden, [own, away]],
    [people.foreigner, away, [own]],
    [people.supervisor, own, [away]],
    [people.foreignSupervisor, away, [own]],
  ];
  const problems: string[] = [];
  for (const [caller, theirs, others] of cases) {
    if (verdictOn(route, caller, theirs) !== 'may') continue;
    for (const other of others) {
      for (const pair of fieldPairs(route, { theirs, other, caller })) {
        const [foreign, missing] = await Promise.all(
          pair.map(async (request) => likeness(await desk.call(request, caller.token), request.path)),
        );
        const place = `${caller.name}: ${pair[0].path} ${JSON.stringify(pair[0].body ?? {})}`;
        if (foreign !== missing) problems.push(`${place}\n${foreign}\nbut of a missing one\n${missing}`);
      }
    }
  }
  return problems;
}

/** For each id of a body or a query: the request with the foreign one, and with one of nothing. */
function fieldPairs(
  route: MatrixRoute,
  { theirs, other, caller }: { theirs: Things; other: Things; caller: Caller },
): [MatrixRequest, MatrixRequest][] {
  const pairs: [MatrixRequest, MatrixRequest][] = [];
  const isForeign = (kind: Kind): boolean => {
    if (kind === 'channel' || kind === 'user') return other.place !== theirs.place;
    if (kind === 'upload') return caller.user?.id !== other.ownerId;
    return kind === 'canned' || (kind !== 'label' && !sees(caller, other));
  };
  const idsOf = (kind: Kind): [number, number] => [idInField(other, kind), missingId(kind)];
  for (const index of route.bodies.keys()) {
    const request = requestOf(route, theirs, index);
    for (const name of idFieldsOf(request.body)) {
      const kind = kindOfField(name);
      if (kind === undefined || !isForeign(kind)) continue;
      const bodyWith = (id: number): MatrixRequest => ({
        ...request,
        body: mapFields(request.body, (field, value) => (field === name ? id : value)) as Record<string, unknown>,
      });
      const [foreign, missing] = idsOf(kind);
      pairs.push([bodyWith(foreign), bodyWith(missing)]);
    }
  }
  const request = requestOf(route, theirs);
  for (const { name, kind } of route.query) {
    if (kind === undefined || !isForeign(kind)) continue;
    const [foreign, missing] = idsOf(kind);
    pairs.push([withQuery(request, name, foreign), withQuery(request, name, missing)]);
  }
  return pairs;
}

export function withQuery(request: MatrixRequest, name: string, value: string | number): MatrixRequest {
  const joint = request.path.includes('?') ? '&' : '?';
  return { ...request, path: `${request.path}${joint}${name}=${encodeURIComponent(value)}` };
}

/** Nothing that does not belong into a request gets through. */
export async function checkBadInput(desk: MatrixDesk, route: MatrixRoute): Promise<string[]> {
  const caller = desk.callers.find((one) => verdictOn(route, one, desk.things.own) === 'may');
  if (caller === undefined) return ['nobody may call it'];
  const problems: string[] = [];
  const expect = async (request: MatrixRequest, statuses: readonly number[]): Promise<void> => {
    const answer = await desk.call(request, caller.token);
    const shown = `${request.path} ${JSON.stringify(request.body ?? {})}`;
    if (!statuses.includes(answer.status)) problems.push(`${shown}: ${answer.status} ${answer.text.slice(0, 200)}`);
    problems.push(...desk.judge.problems(route, answer).map((problem) => `${shown}: ${problem}`));
  };
  for (const index of route.bodies.keys()) {
    const request = requestOf(route, desk.things.own, index);
    for (const body of withUnknownKeys(request.body ?? {})) await expect({ ...request, body }, [400]);
  }
  const request = requestOf(route, desk.things.own);
  for (const { name: bad } of route.parameters) {
    for (const text of BAD_IDS) {
      const path = withIds(route, (kind, name) => (name === bad ? text : idInPath(route, desk.things.own, kind)));
      await expect({ ...request, path }, [400, 404]);
    }
  }
  // A signed link's parameters are read as they come: a browser adds its own to an address.
  if (route.query.length > 0 && !hasSignedLink(route)) await expect(withQuery(request, 'colour', 'red'), [400]);
  return problems;
}
