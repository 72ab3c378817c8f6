import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { answerDifferences, shapeDifferences, shownDifferences } from '../support/answer-shape.js';
import { parseCurl, shellCommands } from '../support/curl-command.js';
import { docBlocks, docHeadings } from '../support/doc-blocks.js';
import { realCurl } from '../support/real-curl.js';

const ifShell = realCurl.isHere ? describe : describe.skip;

/** What reads the examples must itself be right, or they prove nothing. */
describe('shellCommands', () => {
  const variables = { TOKEN: 'a b', HOME: '/x' };
  const scripts: [string, string[][]][] = [
    [`curl -X POST 'a b' "c d" e\\ f`, [['curl', '-X', 'POST', 'a b', 'c d', 'e f']]],
    ['curl \\\n  -H "A: $TOKEN" \\\n  $HOME/y ${HOME}z', [['curl', '-H', 'A: a b', '/x/y', '/xz']]],
    [`curl -d '{"a": "$TOKEN\n\\n"}'`, [['curl', '-d', '{"a": "$TOKEN\n\\n"}']]],
    [`curl "{\\"a\\": \\$b \\\\ \\q}"`, [['curl', '{"a": $b \\ \\q}']]],
    [`curl a'b'"c"d ''`, [['curl', 'abcd', '']]],
    [
      '# first\ncurl a # the rest\n\ncurl b; curl c#d',
      [
        ['curl', 'a'],
        ['curl', 'b'],
        ['curl', 'c#d'],
      ],
    ],
  ];

  it.each(scripts)('reads %j', (script, words) => {
    expect(shellCommands(script, variables)).toEqual(words);
  });

  ifShell('beside a real shell [needs sh]', () => {
    it.each(scripts)('reads %j as it does', (script, words) => {
      const show = 'curl() { printf "%s\\0" curl "$@"; printf "\\n\\0"; }\n';
      const output = execFileSync('sh', ['-c', `${show}TOKEN='a b' HOME=/x\n${script}`], { encoding: 'utf8' });
      const commands = output.split('\n\0').slice(0, -1);
      expect(commands.map((command) => command.split('\0').slice(0, -1))).toEqual(words);
    });
  });

  it.each([
    'curl a | jq .',
    'curl $(date)',
    'curl "`date`"',
    'curl a > file',
    'curl a && curl b',
    `curl 'a`,
    'curl $NONE',
  ])('refuses %s', (script) => {
    expect(() => shellCommands(script, variables)).toThrow(/plain command|inside of commands|is not set/);
  });
});

describe('parseCurl', () => {
  it('gives the method, the address, the headers and the body', () => {
    const script = `curl -i -X PUT "http://x/y?a=1&b=2" -H "Content-Type: application/json" -H 'A: b: c' -d '{"d": 1}'`;
    expect(parseCurl(script, {})).toEqual([
      {
        method: 'PUT',
        url: 'http://x/y?a=1&b=2',
        headers: [
          ['Content-Type', 'application/json'],
          ['A', 'b: c'],
        ],
        body: '{"d": 1}',
      },
    ]);
  });

  it('puts the fields of a -G into the address', () => {
    const script = `curl -G http://x/y --data-urlencode "q=заказ 1&2" --data-urlencode limit=5`;
    expect(parseCurl(script, {})).toEqual([
      {
        method: 'GET',
        url: 'http://x/y?q=%D0%B7%D0%B0%D0%BA%D0%B0%D0%B7%201%262&limit=5',
        headers: [],
        body: undefined,
      },
    ]);
  });

  it.each(['curl -G http://x', 'curl http://x --data-urlencode a=b', 'curl -G http://x -d a --data-urlencode b=c'])(
    'refuses %s',
    (script) => {
      expect(() => parseCurl(script, {})).toThrow('-G is read');
    },
  );

  it('takes POST for a command with a body, GET for one without', () => {
    expect(parseCurl('curl http://x -d a; curl http://x', {}).map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('posts a form with a PDF in place of the file', async () => {
    const [request] = parseCurl('curl http://x -F file=@invoice.pdf', {});
    const file = request?.form?.get('file');
    expect([request?.method, file instanceof File && [file.name, (await file.text()).slice(0, 5)]]).toEqual([
      'POST',
      ['invoice.pdf', '%PDF-'],
    ]);
  });

  it.each(['curl http://x -F file=@photo.jpg', 'curl http://x -F name=value', 'curl http://x -d a -F file=@a.pdf'])(
    'refuses %s',
    (script) => {
      expect(() => parseCurl(script, {})).toThrow('-F is read');
    },
  );

  it.each(['wget http://x', 'curl', 'curl http://x http://y', 'curl --insecure http://x'])('refuses %s', (script) => {
    expect(() => parseCurl(script, {})).toThrow(/is not curl|one address|is not read/);
  });
});

describe('docBlocks', () => {
  const document = [
    '# A',
    '## B',
    'Text above:',
    '```bash',
    '# no heading',
    'curl x',
    '```',
    '',
    'Answer `200`:',
    '',
    '~~~json {1}',
    '```',
    '~~~',
    '### C',
    '```',
    '```',
    '## D',
    '  ```TS',
    'x',
    '  ```',
  ].join('\n');

  it('gives language, text, headings, line and the prose around', () => {
    expect(docBlocks(document)).toEqual([
      {
        language: 'bash',
        text: '# no heading\ncurl x',
        headings: ['A', 'B'],
        line: 4,
        before: 'Text above:',
        after: 'Answer `200`:',
      },
      { language: 'json', text: '```', headings: ['A', 'B'], line: 11, before: 'Answer `200`:', after: '' },
      { language: '', text: '', headings: ['A', 'B', 'C'], line: 15, before: '', after: '' },
      { language: 'ts', text: 'x', headings: ['A', 'D'], line: 18, before: '', after: '' },
    ]);
    expect(docHeadings(document)).toEqual(['# A', '## B', '### C', '## D']);
  });

  it('refuses a block without an end', () => {
    expect(() => docBlocks('```\nx')).toThrow('line 1');
  });
});

describe('shapeDifferences', () => {
  const sample = {
    id: 1,
    at: '2025-12-09T12:34:56.000Z',
    url: null,
    list: [
      { a: 'x', sender: null },
      { a: 'y', sender: {} },
    ],
  };

  it('finds nothing where the answer has more', () => {
    const real = {
      id: 2,
      at: '2026-01-01T00:00:00.001Z',
      url: 'x',
      list: [{ a: '', sender: { id: 1 }, b: 1 }],
      more: true,
    };
    expect(shapeDifferences(sample, real)).toEqual([]);
  });

  it.each([
    [{ ...sample, id: '1' }, '$.id is string, not number'],
    [{ ...sample, at: 'today' }, '$.at is no time: today'],
    [{ id: 1, at: sample.at, list: [] }, '$.url is missing'],
    [{ ...sample, list: [{ a: 1, sender: null }] }, '$.list[0].a is number, not string'],
    [{ ...sample, list: {} }, '$.list is object, not array'],
  ])('finds what is wrong with %j', (real, difference) => {
    expect(shapeDifferences(sample, real)).toEqual([difference]);
  });
});

describe('answerDifferences', () => {
  const sample = {
    id: 1,
    status: 'sent',
    at: '2025-12-09T12:34:56.000Z',
    wamid: 'wamid.x',
    none: null,
    list: [{ id: 7, a: 1 }],
  };

  it('finds nothing where only the accidents of the moment differ', () => {
    const list = [{ id: 8 }, { id: 7, a: 1 }];
    const real = { ...sample, id: 9, at: '2026-03-01T12:00:00.000Z', wamid: 'wamid.y', list };
    expect(answerDifferences(sample, real)).toEqual([]);
  });

  it.each([
    [{ ...sample, status: 'read' }, '$.status is "read", not "sent"'],
    [{ ...sample, none: 1 }, '$.none is 1, not null'],
    [{ ...sample, more: 1 }, '$.more is not in the document'],
    [{ ...sample, wamid: 'x' }, '$.wamid is "x", not "wamid.x"'],
    [{ ...sample, list: [{ id: 7, a: 2 }] }, '$.list[0].a is 2, not 1'],
  ])('finds what is wrong with %j', (real, difference) => {
    expect(answerDifferences(sample, real)).toEqual([difference]);
  });
});

describe('shownDifferences', () => {
  it('allows more in the answer, and nothing else', () => {
    const sample = { id: 1, chat: { status: 'open' } };
    expect(shownDifferences(sample, { id: 2, chat: { status: 'open', more: 1 } })).toEqual([]);
    expect(shownDifferences(sample, { id: 2, chat: { status: 'closed', more: 1 } })).toEqual([
      '$.chat.status is "closed", not "open"',
    ]);
    expect(shownDifferences(sample, { id: 2, chat: {} })).toEqual(['$.chat.status is missing']);
  });
});
