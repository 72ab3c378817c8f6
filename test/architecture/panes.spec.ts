import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './source-files.js';

const FOLDER = join(ROOT, 'src/simulator/public');
const MAX_LINES = 700;

const FILES = readdirSync(FOLDER)
  .filter((name) => /\.(html|css|js)$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));
const SCRIPTS = FILES.filter(({ name }) => name.endsWith('.js'));
const textOf = (wanted: string): string => FILES.find(({ name }) => name === wanted)?.text ?? '';

/** Ways from a text to markup or code; the page's policy closes them too. */
const TO_MARKUP =
  /\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|document\.write|createContextualFragment|DOMParser|eval|Function)\b/;

describe('the two panes', () => {
  it('stay small enough to be read in one go, with the compiler watching', () => {
    expect(SCRIPTS.map(({ name }) => name)).toEqual(['dom.js', 'operator.js', 'phone.js', 'picker.js']);
    const lines = FILES.reduce((sum, { text }) => sum + text.trimEnd().split('\n').length, 0);
    expect(lines).toBeLessThanOrEqual(MAX_LINES);
    expect(SCRIPTS.filter(({ text }) => !text.startsWith('// @ts-check\n'))).toEqual([]);
    expect(SCRIPTS.filter(({ text }) => /@ts-(ignore|expect-error|nocheck)/.test(text))).toEqual([]);
  });

  it('make no markup of a text', () => {
    expect(SCRIPTS.filter(({ text }) => TO_MARKUP.test(text))).toEqual([]);
    expect(textOf('index.html')).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|\sstyle=/);
  });

  it('ask each their own door: the phone the control API, the desk the client', () => {
    expect(textOf('phone.js')).not.toContain('/client/');
    expect(textOf('phone.js').match(/fetch\((.{9})|EventSource\((.{9})/g)).toEqual([
      'fetch(`control/',
      `EventSource('control/`,
    ]);
    const asked = textOf('operator.js')
      .replace('fetch: (url, init)', '')
      .match(/fetch\([^,)]*/g);
    expect(asked).toEqual([`fetch('panes.json'`, 'fetch(url']);
    expect(textOf('operator.js') + textOf('picker.js')).not.toMatch(/control\/|EventSource|WebSocket|XMLHttpRequest/);
  });

  it('poll nothing: the one timer counts down', () => {
    const timers = SCRIPTS.flatMap(({ text }) => text.match(/set(Interval|Timeout)\(.*/g) ?? []);
    expect(timers).toEqual(['setInterval(tick, 1000);']);
    expect(/function tick\(\) \{[\s\S]*?\n\}/.exec(textOf('operator.js'))?.[0]).not.toMatch(/client\.|await/);
  });
});
