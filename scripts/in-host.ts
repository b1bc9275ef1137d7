/** Runs the in-host suite: `npm run test:in-host [-- --electron | --web]`. Its counts also go to dist/test/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { runInHost } from '../test/host/in-host.ts';
import type { HostKind } from '../test/host/in-host.ts';

const [kind, report]: [HostKind, string] = process.argv.includes('--electron')
  ? ['desktop', 'in-desktop']
  : process.argv.includes('--web')
    ? ['web', 'in-web']
    : ['server', 'in-host'];

const results = await runInHost(kind);
for (const { title, message } of results.failures) console.error(`FAILED ${title}\n${message}\n`);
mkdirSync('dist/test', { recursive: true });
writeFileSync(`dist/test/${report}.json`, JSON.stringify(results));
console.log(`${report}: ${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
process.exitCode = results.failed > 0 ? 1 : 0;
