import { run } from './analyzer.ts';

const folder = process.argv.find((text) => text.startsWith('--folder='))?.slice('--folder='.length);
process.exitCode = (await run(folder ?? 'examples')) ? 0 : 1;
