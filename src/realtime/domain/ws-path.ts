/** Where the WebSocket door stands. */
export const WS_PATH = '/api/waba/operator/ws';
