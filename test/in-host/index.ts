import { runSuites } from '../host/mocha-run.ts';

export const run = (): Promise<void> =>
  runSuites(async () => {
    await import('./setup.suite.ts');
    await import('./activation.suite.ts');
    await import('./diagnostics.suite.ts');
    await import('./fixes.suite.ts');
    await import('./commands.suite.ts');
    await import('./editor.suite.ts');
    await import('./tree.suite.ts');
    await import('./files.suite.ts');
    await import('./settings.suite.ts');
    await import('./status.suite.ts');
    await import('./understood.suite.ts');
    await import('./configuration.suite.ts');
    await import('./tools.suite.ts');
  });
