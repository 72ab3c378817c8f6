import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { transformSync } from '@swc/core';

/** As much of React as a component with `useState` needs, behind the names its compiler imports. */
const REACT = `
let state = [], next = 0, draw = () => {};
export function useState(initial) {
  const at = next++;
  if (!(at in state)) state[at] = initial;
  const set = (value) => { state[at] = value; draw(); };
  return [state[at], set];
}
export const jsx = (type, props) => ({ type, props });
export const jsxs = jsx;
function toNode(element) {
  if (typeof element !== 'object') return document.createTextNode(element);
  const { children = [], ...props } = element.props;
  const node = document.createElement(element.type);
  for (const [name, value] of Object.entries(props)) {
    // React's onChange of a text field is the browser's input event.
    if (name.startsWith('on')) node.addEventListener(name === 'onChange' ? 'input' : name.slice(2).toLowerCase(), value);
    else node[name] = value;
  }
  node.append(...[children].flat().map(toNode));
  return node;
}
export function mount(component, props, root) {
  draw = () => { next = 0; root.replaceChildren(toNode(component(props))); };
  draw();
}
`;

const IMPORTS = { imports: { react: '/react.js', 'react/jsx-runtime': '/react.js' } };
const PAGE = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify(IMPORTS)}</script><div id="root"></div><script type="module" src="/app.js"></script>`;

export interface ComponentSource {
  tsx: string;
  name: string;
  props: object;
}

/** A web page of an origin of its own. */
export interface OriginServer {
  origin: string;
  /** What the page shows from now on: one component. */
  show(component: ComponentSource): void;
  close(): Promise<void>;
}

export async function startOrigin(): Promise<OriginServer> {
  let script = '';
  const server = createServer((request, response) => {
    const isScript = request.url?.endsWith('.js') === true;
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(!isScript ? PAGE : request.url === '/react.js' ? REACT : script);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    show: (component) => {
      script = compile(component);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function compile({ tsx, name, props }: ComponentSource): string {
  const source = `import { mount } from 'react';\n${tsx}\nmount(${name}, ${JSON.stringify(props)}, document.getElementById('root'));`;
  return transformSync(source, {
    swcrc: false,
    jsc: {
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic' } },
      target: 'es2022',
    },
    module: { type: 'es6' },
  }).code;
}
