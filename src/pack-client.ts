import { packBuiltClient } from './client-package/pack-client.command.js';

await packBuiltClient();
