/** The commands and options, with their help. */
import { Command, Option } from 'commander';
import { calibrateCommand } from './commands/calibrate.ts';
import type { CalibrateOptions } from './commands/calibrate.ts';
import type { CheckOptions } from './commands/check.ts';
import { check } from './commands/check.ts';
import type { PipelineOptions } from './commands/pipeline.ts';
import { pipeline } from './commands/pipeline.ts';
import type { PredictOptions } from './commands/predict.ts';
import { predict, simulate } from './commands/predict.ts';
import type { ServeOptions } from './commands/serve.ts';
import { serve } from './commands/serve.ts';
import type { SweepCommandOptions } from './commands/sweep.ts';
import { sweepCommand } from './commands/sweep.ts';
import type { Console } from './console.ts';
import { CliError, oneLine } from './failure.ts';
import { VERSION } from './version.ts';

type Finish = (status: number) => void;

const collect = (value: string, all: string[] = []): string[] => [...all, value];

function choice(flags: string, description: string, choices: string[], preset: string): Option {
  return new Option(flags, description).choices(choices).default(preset);
}

/** Options of every command that looks at source or simulates. */
function withCommon(command: Command): Command {
  return command
    .option(
      '--device <id>',
      'device profile: ascend310 (default), ascend310p3, ascend310b, ascend910a, ascend910b',
    )
    .option('--profile <file>', 'device profile from a JSON file, e.g. of calibrate')
    .option('--set <name=value>', 'value of a parameter; may be repeated', collect)
    .option('--cann <version>', 'CANN version, where behaviour differs by version')
    .option('--define <name[=value]>', 'preprocessor definition; may be repeated', collect)
    .option('--config <file>', 'configuration instead of the nearest .acl-perf.json')
    .option('--no-config', 'read no .acl-perf.json')
    .option('--locale <tag>', 'language of messages: en or zh-cn');
}

function addCheck(program: Command, out: Console, finish: Finish): void {
  withCommon(program.command('check'))
    .description('report findings with the gain of each fix')
    .argument('<path...>', 'C++ files, folders or globs')
    .addOption(choice('--format <format>', 'form of the output', ['text', 'json', 'sarif'], 'text'))
    .option('--max-warnings <n>', 'findings that are allowed before the exit status is 1', '0')
    .addOption(
      choice(
        '--min-severity <level>',
        'leave out what is below',
        ['hint', 'info', 'warning', 'error'],
        'hint',
      ),
    )
    .option('--baseline <file>', 'report only what this file does not hold')
    .option('--write-baseline <file>', 'write all findings to this file and report none')
    .option('--no-gain', 'do not simulate what each fix would gain')
    .option('--summary', 'say for each rule: found, none found, or skipped and why')
    .option('--timing', 'say on stderr where the time went, by rule')
    .action(async (paths: string[], options: CheckOptions) => finish(await check(paths, options, out)));
}

function addPipeline(program: Command, out: Console, finish: Finish): void {
  withCommon(program.command('pipeline'))
    .description('print the extracted pipeline as JSON')
    .argument('<path...>', 'C++ files, folders or globs')
    .option('--program <name>', 'only this program')
    .action(async (paths: string[], options: PipelineOptions) => finish(await pipeline(paths, options, out)));
}

function addPredict(program: Command, out: Console, finish: Finish): void {
  withCommon(program.command('predict'))
    .description('predict throughput, what binds it, and what would lift it')
    .argument('<path...>', 'C++ files, folders or globs; or one pipeline as JSON')
    .addOption(choice('--format <format>', 'form of the output', ['text', 'json'], 'text'))
    .option('--report <file>', 'also write a self-contained HTML report')
    .option('--program <name>', 'only this program')
    .action(async (paths: string[], options: PredictOptions) => finish(await predict(paths, options, out)));
}

function addSimulate(program: Command, out: Console, finish: Finish): void {
  withCommon(program.command('simulate'))
    .description('the same from a pipeline written as JSON')
    .argument('<pipeline>', 'JSON file (schema/pipeline.schema.json), - for stdin')
    .addOption(choice('--format <format>', 'form of the output', ['text', 'json'], 'text'))
    .option('--report <file>', 'also write a self-contained HTML report')
    .action(async (file: string, options: PredictOptions) => finish(await simulate(file, options, out)));
}

function addSweep(program: Command, out: Console, finish: Finish): void {
  withCommon(program.command('sweep'))
    .description('predict over values of parameters and find the knee')
    .argument('<path...>', 'C++ files, folders or globs, or one pipeline as JSON')
    .option(
      '--vary <name=values>',
      'NAME=1..8, NAME=16..64:16 or NAME=16,32,64; may be repeated',
      collect,
      [],
    )
    .addOption(choice('--format <format>', 'form of the output', ['table', 'json', 'csv'], 'table'))
    .option('--program <name>', 'of several programs, this one')
    .option('--max-latency <ms>', 'the best configuration keeps this 99th percentile')
    .option('--max-memory <MiB>', 'and this much device memory')
    .option('--max-host-cores <n>', 'and this many busy host cores')
    .action(async (paths: string[], options: SweepCommandOptions) =>
      finish(await sweepCommand(paths, options, out)),
    );
}

function addCalibrate(program: Command, out: Console, finish: Finish): void {
  withCommon(program.command('calibrate'))
    .description('fit a device profile to measurements')
    .argument(
      '<measurement...>',
      'msprof CSV, logs of npu-smi, ais_bench, msame, benchmark, ascend-dmi or of the program; runs as JSON',
    )
    .addOption(choice('--format <format>', 'form of the output', ['json', 'text'], 'json'))
    .option('--program <path>', 'source or pipeline (JSON) of the program that the runs are of')
    .option('--model <name>', 'name of the model that a benchmark ran, e.g. resnet50')
    .option('--batch <n>', 'its batch, where the log does not tell')
    .option('--output <file>', 'write the profile alone to this file')
    .action(async (files: string[], options: CalibrateOptions) =>
      finish(await calibrateCommand(files, options, out)),
    );
}

function addServe(program: Command, finish: Finish): void {
  program
    .command('serve')
    .description('the language server, for any editor')
    .option('--stdio', 'speak over stdin and stdout')
    .action(async (options: ServeOptions) => finish(await serve(options)));
}

/** `finish` is told the exit status of the command that ran. Throws CommanderError where usage is wrong. */
export function makeProgram(out: Console, finish: Finish): Command {
  const program = new Command('acl-perf')
    .description('Predicts the throughput of AscendCL C++ pipelines from their source, and prices every fix.')
    .version(VERSION, '-V, --version')
    .exitOverride()
    .configureOutput({ outputError: (text) => out.fail(oneLine(text.replace(/^error: /, ''))) })
    .showSuggestionAfterError(true);
  addCheck(program, out, finish);
  addPipeline(program, out, finish);
  addPredict(program, out, finish);
  addSimulate(program, out, finish);
  addSweep(program, out, finish);
  addCalibrate(program, out, finish);
  addServe(program, finish);
  const names = program.commands.map((command) => command.name()).join(', ');
  // Without this commander prints the whole help as an error.
  program.argument('[command]').action((name?: string) => {
    throw new CliError(
      name === undefined ? `no command given: one of ${names}` : `unknown command '${name}': one of ${names}`,
    );
  });
  for (const command of program.commands) command.exitOverride().configureOutput(program.configureOutput());
  return program;
}
