import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RootHookObject } from 'mocha';

// Where the CDK leaves what it synthesises.
const folder = mkdtempSync(join(tmpdir(), 'logflume-deploy-'));
process.env.TMPDIR = folder;

export const mochaHooks: RootHookObject = { afterAll: () => rmSync(folder, { recursive: true }) };
