import type { OpenAPIObject } from '@nestjs/swagger';
import { SCOPES } from '../../../src/auth/domain/scopes.js';
import { buildDocument } from '../../../src/docs/document.js';
import { SearchIndexService } from '../../../src/desk/search/search-index.service.js';
import type { ApiAnswer } from '../test-app.js';
import { startTestDesk, type TestDesk } from '../test-desk.js';
import { AnswerJudge } from './matrix-answers.js';
import { type Caller, type Cast, makeMatrixCast } from './matrix-cast.js';
import type { MatrixRequest } from './matrix-request.js';
import { spreadIds, type Things, ThingsMaker } from './matrix-things.js';

/** The world of the matrix: two channels, everybody who could ask, and things that some of them see. */
export class MatrixDesk {
  private tables: string[] = [];

  constructor(
    readonly desk: TestDesk,
    readonly cast: Cast,
    readonly maker: ThingsMaker,
    /** `own` is the assignee's, `hidden` is the member's in the same channel, `away` is nobody's in the other one. */
    readonly things: Record<'own' | 'hidden' | 'away', Things>,
    /** Two chats of one customer in both channels: who sees one of them sees the customer, and not the other chat. */
    readonly shared: readonly Things[],
    readonly judge: AnswerJudge,
  ) {}

  get callers(): Caller[] {
    return [...this.cast.strangers, ...Object.values(this.cast.people), ...this.cast.keys];
  }

  /** Those of them who see something; a key with fewer scopes sees what the whole one does. */
  get viewers(): Caller[] {
    return this.callers.filter(({ user, scopes }) => user !== undefined && (scopes ?? SCOPES).length === SCOPES.length);
  }

  get allThings(): Things[] {
    return [...Object.values(this.things), ...this.shared];
  }

  /** Things of the assignee, fresh. */
  freshThings(): Promise<Things> {
    const { id } = this.cast.people.assignee.user;
    return this.maker.make('home', id, id);
  }

  /** The customer of the things writes, so that WhatsApp too takes the service window for open. */
  async hearFrom({ phone }: Things): Promise<void> {
    await this.desk.control('POST', 'inbound', { from: phone, type: 'text', text: { body: 'Здравствуйте' } });
    await this.desk.settled();
  }

  call(
    { method, path, body }: MatrixRequest,
    token: string | undefined,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<Record<string, unknown>>> {
    return this.desk.app.call(method, path, {
      headers,
      ...(token === undefined ? {} : { token }),
      ...(body === undefined ? {} : { body }),
    });
  }

  /** Every row of every table, as one number each, and the number of requests Meta got: what a refusal leaves alone. */
  async state(): Promise<Record<string, string>> {
    if (this.tables.length === 0) this.tables = await this.watchedTables();
    const sums = this.tables.map(
      (name) =>
        `select '${name}' as name, count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as sum from ${name} t`,
    );
    const rows = await this.desk.app.rows<{ name: string; sum: string }>(sums.join(' union all '));
    const { requests } = await this.desk.control<{ requests: unknown[] }>('GET', 'requests');
    return { ...Object.fromEntries(rows.map(({ name, sum }) => [name, sum])), meta: String(requests.length) };
  }

  /** What `work` changed: the names of tables, and `meta`. */
  async changesDuring(work: () => Promise<void>): Promise<string[]> {
    const before = await this.state();
    await work();
    const after = await this.state();
    return Object.keys(after).filter((name) => after[name] !== before[name]);
  }

  /** All but what workers keep for themselves. */
  private async watchedTables(): Promise<string[]> {
    const rows = await this.desk.app.rows<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and not relispartition and relname not in ('message_search', 'message_search_position', 'channel_rate',
           'webhook_endpoints', 'webhook_deliveries', 'webhook_attempts') order by 1`,
    );
    return rows.map(({ name }) => name);
  }

  close(): Promise<void> {
    return this.desk.close();
  }
}

export async function startMatrixDesk(): Promise<MatrixDesk> {
  const unlimited = { RATE_SENDS_PER_MINUTE: '0', RATE_NOT_FOUND_PER_MINUTE: '0', RATE_LOGINS_PER_ACCOUNT: '0' };
  const desk = await startTestDesk({
    accessPolicy: 'own_and_unassigned',
    environment: { ACCESS_TOKEN_TTL: '3600', RATE_LOGINS_PER_ADDRESS: '0', ...unlimited },
  });
  try {
    await spreadIds(desk);
    const cast = await makeMatrixCast(desk);
    await readTemplates(desk, cast);
    const maker = await ThingsMaker.start(desk, cast);
    const { assignee, member, foreigner } = cast.people;
    const things = {
      own: await maker.make('home', assignee.user.id, assignee.user.id),
      hidden: await maker.make('home', member.user.id, member.user.id),
      away: await maker.make('away', foreigner.user.id, null),
    };
    const home = await maker.make('home', assignee.user.id, assignee.user.id);
    const shared = [home, await maker.make('away', foreigner.user.id, foreigner.user.id, home)];
    const index = desk.app.app.get(SearchIndexService, { strict: false });
    while (await index.fillNext());
    const document = JSON.parse(JSON.stringify(buildDocument(desk.app.app))) as OpenAPIObject;
    return new MatrixDesk(desk, cast, maker, things, shared, new AnswerJudge(document));
  } catch (error) {
    await desk.close();
    throw error;
  }
}

/** Those the documents' examples send; a send that misses one would have them read in the middle of something else. */
async function readTemplates(desk: TestDesk, { people }: Cast): Promise<void> {
  const token = await desk.app.tokenOf(people.admin.user);
  const path = `/api/admin/channels/${desk.fixture.channelId}/templates/sync`;
  const { status, text } = await desk.app.call('POST', path, { token });
  if (status !== 200) throw new Error(`the templates were not read: ${text}`);
}
