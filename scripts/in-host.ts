/** Runs the in-host suite: `npm run test:in-host [-- --electron]`. Its counts also go to dist/test/in-host.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { runInHost } from '../test/host/in-host.ts';

const results = await runInHost(process.argv.includes('--electron'));
for (const { title, message } of results.failures) console.error(`FAILED ${title}\n${message}\n`);
mkdirSync('dist/test', { recursive: true });
writeFileSync('dist/test/in-host.json', JSON.stringify(results));
console.log(`in-host: ${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
process.exitCode = results.failed > 0 ? 1 : 0;
