import { run } from './sim.ts';

const met = await run({ full: process.argv.includes('--full') });
process.exitCode = met ? 0 : 1;
