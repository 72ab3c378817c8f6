/** A fenced code block of a Markdown document. */
export interface DocBlock {
  /** The first word behind the fence in lower case; empty where there is none. */
  language: string;
  text: string;
  /** The headings it stands under, outermost first. */
  headings: string[];
  /** The line of its opening fence, counted from 1. */
  line: number;
  /** The nearest line of prose above and below; empty where a heading, another block or nothing comes first. */
  before: string;
  after: string;
}

interface Line {
  kind: 'blank' | 'heading' | 'prose' | 'block';
  text: string;
}

const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const FENCE = /^\s{0,3}(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/;

/** All code blocks of a document, in its order. Throws for a block that is never closed. */
export function docBlocks(markdown: string): DocBlock[] {
  const lines = markdown.split(/\r?\n/);
  const outline: Line[] = [];
  const blocks: { block: DocBlock; place: number }[] = [];
  let headings: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const text = lines[index] ?? '';
    const fence = FENCE.exec(text);
    if (fence !== null) {
      const end = closingFence(lines, index, fence[1] ?? '');
      const block = { language: (fence[2] ?? '').toLowerCase(), text: lines.slice(index + 1, end).join('\n') };
      blocks.push({
        block: { ...block, headings, line: index + 1, before: '', after: '' },
        place: outline.push({ kind: 'block', text: '' }) - 1,
      });
      index = end;
      continue;
    }
    const [, marks, title = ''] = HEADING.exec(text) ?? [];
    if (marks !== undefined) headings = [...headings.slice(0, marks.length - 1), title];
    outline.push({ kind: marks !== undefined ? 'heading' : text.trim() === '' ? 'blank' : 'prose', text: text.trim() });
  }
  return blocks.map(({ block, place }) => ({
    ...block,
    before: nearestProse(outline.slice(0, place).reverse()),
    after: nearestProse(outline.slice(place + 1)),
  }));
}

/** The headings of a document in its order, with their marks: `## Title`. */
export function docHeadings(markdown: string): string[] {
  let fence = '';
  return markdown.split(/\r?\n/).filter((line) => {
    const mark = FENCE.exec(line)?.[1] ?? '';
    if (mark !== '' && mark.startsWith(fence)) fence = fence === '' ? mark : '';
    return fence === '' && HEADING.test(line);
  });
}

function closingFence(lines: readonly string[], start: number, mark: string): number {
  const end = lines.findIndex(
    (line, index) => index > start && line.trim().startsWith(mark) && /^[`~]+$/.test(line.trim()),
  );
  if (end === -1) throw new Error(`the code block of line ${start + 1} is never closed`);
  return end;
}

function nearestProse(lines: readonly Line[]): string {
  const first = lines.find(({ kind }) => kind !== 'blank');
  return first?.kind === 'prose' ? first.text : '';
}
