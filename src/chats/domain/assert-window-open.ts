import { ApiError } from '../../common/errors/api-error.js';
import { LocalizedText } from '../../common/errors/localized-text.js';
import { serviceWindow, WindowFacts } from './service-window.js';

/** A template may be sent at any time (Meta, customer service windows). */
export function needsWindow(type: string): boolean {
  return type !== 'template';
}

/** 409 where only a template may be sent. */
export function assertWindowOpen(facts: WindowFacts, now: Date): void {
  if (!serviceWindow(facts, now).open) throw new ApiError('WINDOW_CLOSED', { extra: { nextStep: 'template' } });
}

/**
 * The same of a message that is to leave at `scheduledAt`, by what is known now: the customer may yet write and open the window anew,
 * but an operator who is told at once can do something, and one whose message fails at night cannot.
 */
export function assertMayLeave(facts: WindowFacts, scheduledAt: Date | null, now: Date): void {
  assertWindowOpen(facts, now);
  if (scheduledAt === null || serviceWindow(facts, scheduledAt).open) return;
  throw new ApiError('WINDOW_CLOSED', {
    detail: closedByThen(serviceWindow(facts, now).expiresAt?.toISOString() ?? ''),
    extra: { nextStep: 'template' },
  });
}

function closedByThen(time: string): LocalizedText {
  return {
    en: `The service window closes at ${time}, before the time the message is scheduled for.`,
    ru: `Окно обслуживания закроется ${time}, раньше времени, на которое запланировано сообщение.`,
  };
}
