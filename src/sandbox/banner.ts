import type { AppConfig } from '../config/app-config.js';
import { DEMO_PASSWORD, DEMO_USERS, EXAMPLE_CHAT_ID } from './seed/demo-people.js';

export interface BannerFacts {
  config: Pick<AppConfig, 'publicUrl' | 'docs' | 'databaseUrl' | 'graphApiUrl'>;
  /** Undefined: messages go to the Graph API that `GRAPH_API_URL` names. */
  simulatorUrl: string | undefined;
  folder: string;
  /** By how much the sandbox's clock runs ahead, in milliseconds. */
  aheadMs: number;
  /** Of the operator; undefined where that user was disabled. */
  token: string | undefined;
}

/** What a start prints, first what to look at: at most 11 lines (12 once the clock was moved), so that with what npm says before it and the first receipts after it a newcomer reads below 25. */
export function bannerLines({ config, simulatorUrl, folder, aheadMs, token }: BannerFacts): string[] {
  const apiUrl = config.publicUrl;
  const isSimulated = simulatorUrl !== undefined;
  return [
    isSimulated
      ? 'Sandbox: WhatsApp and the customers are simulated, nothing leaves this machine'
      : `Sandbox without the simulator: GRAPH_API_URL is set, so messages go to ${config.graphApiUrl}`,
    ...(isSimulated ? [`  Look        ${panesUrl(simulatorUrl)} (a customer's phone beside an operator's desk)`] : []),
    `  API         ${apiUrl}/api/waba/operator`,
    ...(config.docs
      ? [`  Swagger UI  ${apiUrl}/api/docs${token === undefined ? '' : ' (signed in as operator)'}`]
      : []),
    ...(isSimulated ? [`  Simulator   ${simulatorUrl}/docs (let customers write, set faults, move the clock)`] : []),
    `  PostgreSQL  ${withoutPassword(config.databaseUrl)}`,
    `  Kept in     ${folder} (npm start -- --fresh begins anew)`,
    `  Logins      ${DEMO_USERS.map(({ email }) => email).join(', ')}; password ${DEMO_PASSWORD}`,
    `  Chats       ${EXAMPLE_CHAT_ID} is the example; 201–208 are named for what goes wrong there`,
    ...(aheadMs < 60_000 ? [] : [`  Clock       ${(aheadMs / 3_600_000).toFixed(1)} h ahead: it was moved before`]),
    ...(token === undefined ? [] : curlLines(apiUrl, token)),
  ];
}

/** Browsers keep `localhost` and `127.0.0.1` apart; the API is named by the first, so its page is too. */
function panesUrl(simulatorUrl: string): string {
  return `${simulatorUrl.replace('//127.0.0.1:', '//localhost:')}/`;
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.password = '';
  return url.href;
}

function curlLines(apiUrl: string, token: string): string[] {
  const body = JSON.stringify({ chatId: EXAMPLE_CHAT_ID, message: 'Здравствуйте! Ваш заказ готов к выдаче.' });
  return [
    'Send the first message (Ctrl-C stops everything):',
    `curl -X POST ${apiUrl}/api/waba/operator/send -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" -d '${body}'`,
  ];
}
