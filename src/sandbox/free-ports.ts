import { createServer } from 'node:net';
import { tryPort } from '../database/embedded/free-port.js';
import { StartRefusal } from '../database/start-refusal.js';
import type { SandboxSettings } from './sandbox-settings.js';

/** The settings with their ports proved free, and chosen where they were 0. Throws a `StartRefusal` that names the port. */
export async function withFreePorts(settings: SandboxSettings): Promise<SandboxSettings> {
  const { simulatorPort } = settings;
  const port = await claim('PORT', settings.port);
  if (simulatorPort === undefined) return { ...settings, port };
  return { ...settings, port, simulatorPort: await claim('SIMULATOR_PORT', simulatorPort) };
}

async function claim(variable: string, port: number): Promise<number> {
  const found = await tryPort(port);
  // Where only ::1 is taken, `localhost` would lead to the other program.
  if (found !== undefined && !(await isTaken(found, '::1'))) return found;
  const other = port < 65_535 ? port + 1 : port - 1;
  throw new StartRefusal(`Port ${port} is in use or not allowed: choose another with ${variable}=${other} npm start.`);
}

function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // Any other failure means that this machine has no such address.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(false)));
  });
}
