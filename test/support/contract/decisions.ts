/**
 * The breaking changes that are decided on, from Markdown: under a heading the changes, one to a line as `- ` and the sentence in
 * backticks, and in a paragraph why. Throws where a heading has changes without a reason: without one nothing is decided.
 */
export function readDecisions(markdown: string): string[] {
  return markdown.split(/^## /m).slice(1).flatMap(readSection);
}

function readSection(section: string): string[] {
  const [heading = '', ...lines] = section.split('\n');
  const changes = lines.flatMap((line) => /^- `(.+)`$/.exec(line)?.[1] ?? []);
  const reason = lines.filter((line) => line.trim() !== '' && !line.startsWith('- ')).join(' ');
  if (changes.length > 0 && reason.length < 40) throw new Error(`"${heading}" does not say why`);
  return changes;
}
