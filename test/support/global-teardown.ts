/** Stops the run's PostgreSQL and removes its data. */
async function globalTeardown(): Promise<void> {
  await globalThis.sharedCluster?.stop();
}

// eslint-disable-next-line import/no-default-export -- Jest takes the default export
export default globalTeardown;
