import { ApiError } from '../../common/errors/api-error.js';
import { serviceWindow, WindowFacts } from './service-window.js';

/** 409 where only a template may be sent. */
export function assertWindowOpen(facts: WindowFacts, now: Date): void {
  if (!serviceWindow(facts, now).open) throw new ApiError('WINDOW_CLOSED', { extra: { nextStep: 'template' } });
}
