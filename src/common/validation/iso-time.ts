import { FieldDoc, PatternField } from './fields.js';

const ISO_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/;
/** The longest text of that form. */
const MAX_LENGTH = 29;

/**
 * A point in time as RFC 3339 writes it: date, time and zone, with at most milliseconds. Undefined for anything else, also for days
 * that no calendar has: JavaScript would make the 2nd of March out of the 30th of February.
 */
export function parseIsoTime(text: string): Date | undefined {
  const [, ...parts] = ISO_TIME.exec(text) ?? [];
  const [year = 0, month = 0, day = 0, hour = 0] = parts.map(Number);
  if (parts.length === 0 || year === 0 || hour > 23 || day > daysIn(year, month)) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** A point in time, kept as the text it came as. */
export function TimeField(doc: FieldDoc<string>): PropertyDecorator {
  return PatternField({
    ...doc,
    code: 'TIME',
    test: (text) => parseIsoTime(text) !== undefined,
    message: {
      en: 'must be a time such as 2025-12-09T12:34:56Z',
      ru: 'должно быть временем вида 2025-12-09T12:34:56Z',
    },
    schema: { format: 'date-time', maxLength: MAX_LENGTH },
  });
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
