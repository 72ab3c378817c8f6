import { describe, expect, it } from '@jest/globals';
import { TrafficPrinter } from './traffic-printer.js';

/** What is printed of these lines, 0.6 s apart. */
function printed(...lines: string[]): string[] {
  const seen: string[] = [];
  let now = 1000;
  const printer = new TrafficPrinter(
    (line) => void seen.push(line),
    () => now,
  );
  printer.show();
  for (const line of lines) {
    printer.tell(line);
    now += 600;
  }
  return seen;
}

describe('TrafficPrinter', () => {
  it.each([
    ['text to 77011234567 BQkFEQ== accepted', '→ text to chat 123 (Айгуль) · accepted'],
    ['image to +77011234567 BQ+/EQ== accepted', '→ image to chat 123 (Айгуль) · accepted'],
    ['text to 77010000203 BQkFEQ== dropped', '→ text to chat 203 (Ответ потерян) · accepted, but the answer is lost'],
    ['text to 77010000201 refused 131026', '✗ text to chat 201 (Нет в WhatsApp) · refused 131026'],
    ['message to nobody refused 100', '✗ message to nobody · refused 100'],
    ['text to KZ.1349120865530274205 BQkFEQ== accepted', '→ text to chat 205 (Без номера) · accepted'],
    ['text from 77010000207: 200', '← text from chat 207 (Отвечает сразу)'],
    ['text from 77019998877: 200', '← text from 77019998877'],
    ['text from 77011234567: 503', '← text from chat 123 (Айгуль) · our webhook said: 503, WhatsApp tries again'],
    ['read by 77011234567 BQkFEQ==: 200', '✓✓ read · chat 123 (Айгуль)'],
    ['failed 131047 by 77010000206 BQkFEQ==: 200', '✗ failed 131047 · chat 206 (Окно закрыто)'],
    [
      'sent by 77011234567 BQkFEQ==: no answer',
      '✓ sent · chat 123 (Айгуль) · our webhook said: no answer, WhatsApp tries again',
    ],
    ['read mark for 77011234567', '→ read · chat 123 (Айгуль)'],
    ['typing for 77019998877', '→ typing, and read · 77019998877'],
    ['media 3182443204973750 image/jpeg 10070 bytes: uploaded', '↑ image/jpeg 10070 bytes'],
    ['raw webhook: 200', 'raw webhook: 200'],
  ])('makes of %j %j', (line, expected) => {
    expect(printed(line)).toEqual([expected]);
  });

  it('tells how long after its message a receipt came', () => {
    expect(
      printed(
        'text to 77011234567 AAAAAAA= accepted',
        'text to 77010000204 BBBBBBB= accepted',
        'delivered by 77011234567 AAAAAAA=: 200',
        'read by 77010000204 BBBBBBB=: 200',
      ).slice(2),
    ).toEqual(['✓✓ delivered · chat 123 (Айгуль) · 1.2 s', '✓✓ read · chat 204 (Прочитано раньше) · 1.2 s']);
  });

  it('is silent until it is told to show', () => {
    const seen: string[] = [];
    const printer = new TrafficPrinter((line) => void seen.push(line));
    printer.tell('text from 77011234567: 200');
    expect(seen).toEqual([]);
  });
});
