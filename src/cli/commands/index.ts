/** What each command does, to its exit status. */
import type { Console } from '../console.ts';
import { guarded } from '../guarded.ts';
import { calibrateCommand } from './calibrate.ts';
import { check as checkCommand } from './check.ts';
import { pipeline as pipelineCommand } from './pipeline.ts';
import { predict as predictCommand, simulate as simulateCommand } from './predict.ts';
import { serve as serveCommand } from './serve.ts';
import type { ServeOptions } from './serve.ts';
import { sweepCommand } from './sweep.ts';

type Run<Args extends unknown[]> = (...args: [...Args, Console]) => Promise<number>;

/** The command with its errors said: this bundle's classes are not those of the one that calls it. */
const saying =
  <Args extends unknown[]>(run: Run<Args>): Run<Args> =>
  (...args) =>
    guarded(args.at(-1) as Console, () => run(...args));

export const check = saying(checkCommand);
export const pipeline = saying(pipelineCommand);
export const predict = saying(predictCommand);
export const simulate = saying(simulateCommand);
export const sweep = saying(sweepCommand);
export const calibrate = saying(calibrateCommand);
export const serve = saying((options: ServeOptions, _out: Console) => serveCommand(options));
