import { run } from './analyzer.ts';

const met = await run(process.argv.slice(2).find((text) => !text.startsWith('--')));
process.exitCode = met ? 0 : 1;
