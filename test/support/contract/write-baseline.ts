import { readFile, writeFile } from 'node:fs/promises';
import type { OpenAPIObject } from '@nestjs/swagger';
import { contractOf, contractText } from './contract-of.js';

// At a release: what openapi.json says now is what clients are given.
const document = JSON.parse(await readFile('openapi.json', 'utf8')) as OpenAPIObject;
await writeFile('docs/contract/baseline.json', contractText(contractOf(document)));
