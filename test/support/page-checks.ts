import type { Page } from 'playwright-core';

// What runs in the page is text here: tests are compiled without the browser's types.

const UNNAMED = `(() => {
  const nameOf = (node) => {
    const labels = [...(node.labels ?? [])].map((label) => label.textContent);
    const isNamedByText = node.matches('button, a, option');
    return [node.getAttribute('aria-label'), ...labels, isNamedByText ? node.textContent : ''].find((name) => (name ?? '').trim() !== '');
  };
  const controls = 'button, a, input, select, textarea, section, nav, form:not(#fields), dialog, .messages';
  const problems = [...document.querySelectorAll(controls)]
    .filter((node) => node.checkVisibility() && nameOf(node) === undefined)
    .map((node) => 'has no name: ' + node.outerHTML.slice(0, 120));
  for (const picture of document.querySelectorAll('img, [role=img]')) {
    if (!picture.getAttribute('alt') && !picture.getAttribute('aria-label')) problems.push('a picture without words');
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of ids.filter((one, at) => ids.indexOf(one) !== at)) problems.push('there are two of #' + id);
  if (document.documentElement.lang === '') problems.push('the page has no language');
  if (document.querySelectorAll('h1').length !== 1) problems.push('the page has not one main heading');
  if (document.querySelector('[tabindex]:not([tabindex="0"], [tabindex="-1"])')) problems.push('an order of its own');
  return problems;
})()`;

const FAINT = `(() => {
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (colour) => {
    const [red, green, blue] = parts(colour).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (node) => {
    if (node === null) return 'rgb(255, 255, 255)';
    const { backgroundColor } = getComputedStyle(node);
    return parts(backgroundColor)[3] === 0 ? groundOf(node.parentElement) : backgroundColor;
  };
  const hasText = (node) => [...node.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent.trim() !== '');
  return [...document.querySelectorAll('body *')]
    .filter((node) => hasText(node) && node.checkVisibility() && !node.closest('.deeds, [inert], :disabled, option'))
    .flatMap((node) => {
      const [one, other] = [light(getComputedStyle(node).color), light(groundOf(node))];
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      return contrast >= 4.5 ? [] : [contrast.toFixed(2) + ': ' + node.className + ' ' + node.textContent.slice(0, 40)];
    });
})()`;

/** What a person with a screen reader would stumble over, in words; what is not shown is not looked at. */
export function findUnnamed(page: Page): Promise<string[]> {
  return page.evaluate(UNNAMED);
}

/** Texts that stand out from their ground by less than 4.5 : 1 (WCAG 2.2, 1.4.3). */
export function findFaint(page: Page): Promise<string[]> {
  return page.evaluate(FAINT);
}

/** By how many pixels the page is wider than its window. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}

/** Whether what has the focus is what the selector means. */
export function isFocused(page: Page, selector: string): Promise<boolean> {
  return page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`);
}

/** A property of the style that an element has in the end. */
export function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`);
}

/** Resolves when there are such pictures and all of them were loaded. */
export async function untilLoaded(page: Page, selector: string): Promise<void> {
  const images = `[...document.querySelectorAll(${JSON.stringify(selector)})]`;
  await page.waitForFunction(`${images}.length > 0 && ${images}.every((one) => one.complete && one.naturalWidth > 0)`);
}
