import { LocalizedText } from '../../common/errors/localized-text.js';
import { validationError } from '../../common/validation/validation.pipe.js';

/** What is planned for longer ahead has been forgotten by then. */
export const SCHEDULE_MAX_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

const OUT_OF_RANGE: LocalizedText = {
  en: `must be a time from now to ${SCHEDULE_MAX_DAYS} days ahead`,
  ru: `должно быть временем от текущего момента до ${SCHEDULE_MAX_DAYS} дней вперёд`,
};

/** 400 for a time that is past or more than 30 days ahead. */
export function assertSchedulable(scheduledAt: Date | null, now: Date): void {
  if (scheduledAt === null) return;
  const ahead = scheduledAt.getTime() - now.getTime();
  if (ahead >= 0 && ahead <= SCHEDULE_MAX_DAYS * DAY_MS) return;
  throw validationError([{ field: 'scheduledAt', code: 'TIME_RANGE', message: OUT_OF_RANGE }]);
}
