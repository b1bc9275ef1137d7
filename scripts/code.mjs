/** Installs and builds what `npm run code` shows, then starts it. */
import { ensurePackages, runScript } from './prepare.mjs';

ensurePackages();
process.exitCode = runScript('scripts/build.mjs') || runScript('scripts/run.mjs', 'scripts/code.ts');
