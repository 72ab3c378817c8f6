/** Node 24 carries what we rely on (synchronous module hooks, URLPattern) and is the version every test runs on; 24.9 brought `shouldUpgradeCallback`. */
const MIN_MAJOR = 24;
const MIN_MINOR = 9;

/** What to do about a Node that is too old, in one sentence; undefined when it will do. */
export function nodeVersionProblem(version: string): string | undefined {
  const [, major = 0, minor = 0] = (/^v?(\d+)\.(\d+)\./.exec(version) ?? []).map(Number);
  if (major > MIN_MAJOR || (major === MIN_MAJOR && minor >= MIN_MINOR)) return undefined;
  return `This needs Node.js ${MIN_MAJOR}.${MIN_MINOR} or newer and runs on ${version}: start it with "npm start" or "npm run start:prod" after "npm ci", which brings the right one.`;
}
