import type { Credentials, SignedOut, SignIn } from './credentials.js';
import { Era } from './era.js';
import { type ApiProblem, SignedOutError } from './problem.js';

/** The application's own tokens: an API key, or those of a sign-in that it looks after. */
export class GivenTokens implements Credentials {
  private era = new Era();
  private dead: string | undefined;

  constructor(
    private readonly getToken: () => string | undefined | Promise<string | undefined>,
    private readonly onSignedOut: SignedOut,
  ) {}

  /** Whoever looks after the tokens may sign in another at any time: what began with the tokens of one never goes on with another's. */
  present(): SignIn {
    const { era } = this;
    let owner: { id: string | undefined } | undefined;
    const read = async (): Promise<string | undefined> => {
      const token = await this.getToken();
      era.check();
      owner ??= token === undefined ? undefined : { id: ownerOf(token) };
      if (owner !== undefined && (token === undefined || ownerOf(token) !== owner.id)) throw new SignedOutError();
      return token;
    };
    return {
      onEnd: (run) => era.onEnd(run),
      token: read,
      renew: async (refused, problem) => {
        const token = await read().catch(ifSignedOut);
        return token === refused ? this.bury(refused, problem) : token;
      },
      userId: async () => undefined,
    };
  }

  async close(): Promise<undefined> {
    this.begin(undefined);
    return undefined;
  }

  private bury(refused: string, problem: ApiProblem): undefined {
    if (this.dead === refused) return;
    this.dead = refused;
    this.begin(problem);
    this.onSignedOut(problem);
  }

  private begin(problem: ApiProblem | undefined): void {
    const { era } = this;
    this.era = new Era();
    era.end(problem);
  }
}

function ifSignedOut(error: unknown): undefined {
  if (!(error instanceof SignedOutError)) throw error;
}

/** The user that an access token names, a JWT; undefined for an API key, which says nothing of its owner. */
function ownerOf(token: string): string | undefined {
  try {
    const [, payload = ''] = token.split('.');
    const { sub }: { sub?: unknown } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof sub === 'string' ? sub : undefined;
  } catch {
    return undefined;
  }
}
