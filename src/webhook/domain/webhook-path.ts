/** Where Meta posts; its body stays the bytes that came, because the signature covers bytes. */
export const WEBHOOK_PATH = '/api/waba/webhook';
