import { runSuites } from '../host/mocha-run.ts';

export const run = (): Promise<void> => runSuites(() => import('./activation.suite.ts'));
