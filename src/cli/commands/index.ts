/** What each command does, to its exit status. */
import type { Locale } from '../../pipeline/words.ts';
import type { Console } from '../console.ts';
import { guarded } from '../guarded.ts';
import { benchKitCommand } from './bench-kit.ts';
import { calibrateCommand } from './calibrate.ts';
import { compareCommand } from './compare.ts';
import { explainCommand } from './explain.ts';
import { diffCommand } from './diff.ts';
import { check as checkCommand } from './check.ts';
import { mcpCommand } from './mcp.ts';
import type { McpCommandOptions } from './mcp.ts';
import { pipeline as pipelineCommand } from './pipeline.ts';
import { planCommand } from './plan.ts';
import { predict as predictCommand, simulate as simulateCommand } from './predict.ts';
import { serve as serveCommand } from './serve.ts';
import type { ServeOptions } from './serve.ts';
import { sweepCommand } from './sweep.ts';

type Run<Input, Options> = (input: Input, options: Options, out: Console) => Promise<number>;

/** The command with a console of its own: this bundle's classes are not those of the one that calls it. */
const saying =
  <Input, Options>(run: Run<Input, Options>) =>
  (input: Input, options: Options, locale: Locale): Promise<number> =>
    guarded(locale, (out) => run(input, options, out));

export const check = saying(checkCommand);
export const pipeline = saying(pipelineCommand);
export const predict = saying(predictCommand);
export const simulate = saying(simulateCommand);
export const sweep = saying(sweepCommand);
export const calibrate = saying(calibrateCommand);
export const benchKit = saying(benchKitCommand);
export const compare = saying(compareCommand);
export const explain = saying(explainCommand);
export const plan = saying(planCommand);
export const diff = saying(diffCommand);
export const serve = (options: ServeOptions, locale: Locale): Promise<number> =>
  guarded(locale, () => serveCommand(options));
export const mcp = (options: McpCommandOptions, locale: Locale): Promise<number> =>
  guarded(locale, (out) => mcpCommand(options, out));
