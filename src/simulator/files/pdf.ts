const PAGE = { width: 595, height: 842, left: 72, top: 760, leading: 22 };

/** A one-page PDF (A4, Helvetica) with these lines of Latin text. The first one is the heading. */
export function makePdf(lines: readonly string[]): Buffer {
  const [heading = '', ...rest] = lines;
  const content = [
    `BT /F1 24 Tf ${PAGE.left} ${PAGE.top} Td (${escape(heading)}) Tj`,
    `/F1 12 Tf ${PAGE.leading} TL 0 -18 Td`,
    ...rest.map((line) => `T* (${escape(line)}) Tj`),
    'ET',
  ].join('\n');
  return assemble([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Contents 4 0 R ` +
      '/Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]);
}

/** The cross-reference table holds each object's byte offset in exactly ten digits, each row in exactly twenty bytes. */
function assemble(objects: readonly string[]): Buffer {
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const startOfTable = text.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}`;
  text += `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${startOfTable}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

function escape(text: string): string {
  return text.replace(/[\\()]/g, '\\$&');
}
