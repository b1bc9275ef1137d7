import { run } from './soak.ts';

process.exitCode = (await run()) ? 0 : 1;
