/** What the operation says of itself, as Markdown. */
export const WS_DESCRIPTION = `The same events as \`GET /api/waba/operator/events\`, in their order, over a WebSocket (RFC 6455, version 13, no subprotocol, no compression). It only listens: whatever you do, you do over HTTP.

1. Connect with \`Authorization: Bearer …\`, with \`?ticket=\`, or with neither. Swagger UI cannot: try \`new WebSocket('ws://localhost:3000/api/waba/operator/ws?ticket=…')\` in the console of the browser.
2. Send the only frame a client sends, within 10 seconds and once: \`{"type": "hello", "after": "<id of the last event you read>", "token": "<access token>"}\`. Without \`after\` the stream begins now. \`token\` is for a connection that was opened with neither header nor ticket.
3. Read.

A stream ends with the session, the access token or the API key it was opened with: within 5 seconds. One user has at most 5 streams in one server process, over all doors; a sixth ends the oldest. Everything that ended can be resumed by the id of the last event that was read.

| Close code | Why |
| --- | --- |
| 1001 | We shut down: come back after \`retryMs\` of the \`bye\` |
| 1002, 1007, 1009 | Your frame broke the protocol, was not UTF-8, or had more than 16 KiB |
| 1008 | More than 20 frames in a second, or too many fragments |
| 1013 | You read too slowly (\`resync\`), or we could not serve you now: come back |
| 4401 | No \`hello\` with a token in time, or the session, the token or the key has ended |
| 4408 | No \`hello\` in time |
| 4429 | A newer stream of yours took the place |`;

/** What 101 leads to. */
export const WS_FRAMES = `The connection is a WebSocket from here on. Each frame is one JSON object in text: first \`ReadyFrame\`, then \`Event\` after \`Event\`, between them \`ResetFrame\`; \`ResyncFrame\` or \`ByeFrame\` as the last, just before we close; \`ErrorFrame\` where you sent what means nothing here (it does nothing), or where your \`hello\` was refused. We ping every 20 seconds, and cut off who does not answer.`;
