export interface GraphErrorRow {
  status: number;
  title: string;
}

/** Meta's own titles; HTTP statuses from its older table (today's page no longer lists them). */
const ROWS: Readonly<Record<number, GraphErrorRow>> = {
  0: { status: 401, title: 'AuthException' },
  1: { status: 400, title: 'An unknown error has occurred.' },
  2: { status: 503, title: 'Service temporarily unavailable' },
  3: { status: 500, title: 'API Method' },
  4: { status: 400, title: 'Application request limit reached' },
  10: { status: 403, title: 'Permission Denied' },
  33: { status: 400, title: 'Parameter value is not valid' },
  100: { status: 400, title: 'Invalid parameter' },
  190: { status: 401, title: 'Invalid OAuth access token - Cannot parse access token' },
  200: { status: 403, title: 'API Permission' },
  368: { status: 403, title: 'Temporarily blocked for policies violations' },
  2500: { status: 400, title: 'Unknown path components' },
  2635: { status: 400, title: 'You are calling a deprecated version of the API. Please update to the latest version.' },
  80007: { status: 400, title: 'Rate limit issues' },
  130403: { status: 400, title: 'User is blocked by the business' },
  130429: { status: 400, title: 'Rate limit hit' },
  130472: { status: 400, title: "User's number is part of an experiment" },
  130497: { status: 403, title: 'Business account is restricted from messaging users in this country.' },
  131000: { status: 500, title: 'Something went wrong' },
  131005: { status: 403, title: 'Access denied' },
  131008: { status: 400, title: 'Required parameter is missing' },
  131009: { status: 400, title: 'Parameter value is not valid' },
  131016: { status: 503, title: 'Service unavailable' },
  131021: { status: 400, title: 'Recipient cannot be sender' },
  131026: { status: 400, title: 'Message undeliverable' },
  131030: { status: 400, title: 'Recipient phone number not in allowed list' },
  131031: { status: 403, title: 'Account has been locked' },
  131037: { status: 400, title: 'WhatsApp provided number needs display name approval before message can be sent.' },
  131042: { status: 400, title: 'Business eligibility payment issue' },
  131045: { status: 500, title: 'Incorrect certificate' },
  131047: { status: 400, title: 'Re-engagement message' },
  131048: { status: 400, title: 'Spam rate limit hit' },
  131049: { status: 400, title: 'This message was not delivered to maintain healthy ecosystem engagement.' },
  131050: { status: 400, title: 'User has stopped receiving marketing messages from this business.' },
  131051: { status: 400, title: 'Unsupported message type' },
  131052: { status: 400, title: 'Media download error' },
  131053: { status: 400, title: 'Media upload error' },
  131056: { status: 400, title: '(Business Account, Consumer Account) pair rate limit hit' },
  131057: { status: 500, title: 'Account in maintenance mode' },
  132000: { status: 400, title: 'Template Param Count Mismatch' },
  132001: { status: 404, title: 'Template does not exist' },
  132005: { status: 400, title: 'Template hydrated text too long' },
  132012: { status: 400, title: 'Template parameter format does not match' },
  132015: { status: 400, title: 'Template is Paused' },
  132016: { status: 400, title: 'Template is Disabled' },
  132018: { status: 400, title: 'There was an error with the template parameters' },
  133004: { status: 503, title: 'Server Temporarily Unavailable' },
  133010: { status: 400, title: 'Phone number not registered' },
  135000: { status: 400, title: 'Generic user error' },
  139100: { status: 400, title: 'Failed to block/unblock users' },
  139101: { status: 400, title: 'Blocklist limit reached' },
  139102: { status: 400, title: 'Blocklist concurrent update' },
  139103: { status: 500, title: 'Internal error' },
};

/** The row of a code; of a code we do not know, one that says so. */
export function graphErrorRow(code: number): GraphErrorRow {
  return ROWS[code] ?? { status: 400, title: `Error ${code}` };
}
