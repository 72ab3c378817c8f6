/** Node 24 carries what we rely on (synchronous module hooks, WebSocket, URLPattern) and is the version every test runs on. */
const MIN_MAJOR = 24;

/** What to do about a Node that is too old, in one sentence; undefined when it will do. */
export function nodeVersionProblem(version: string): string | undefined {
  const major = Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0);
  if (major >= MIN_MAJOR) return undefined;
  return `This needs Node.js ${MIN_MAJOR} or newer and runs on ${version}: start it with "npm start" or "npm run start:prod" after "npm ci", which brings the right one.`;
}
