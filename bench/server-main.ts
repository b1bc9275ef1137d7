import { run } from './server.ts';

process.exitCode = (await run()) ? 0 : 1;
