/** Imports one of our TypeScript modules by its file URL, past what Jest does to `import()` in its global set-up. */
export function importTs(url: URL): Promise<unknown>;
