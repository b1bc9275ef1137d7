/** The commands and options, with their help. */
import type { CommanderError } from 'commander';
import { Command, Option } from 'commander';
import type { Locale } from '../pipeline/words.ts';
import { translator } from '../service/locale.ts';
import type { BenchKitOptions } from './commands/bench-kit.ts';
import type { CalibrateOptions } from './commands/calibrate.ts';
import type { CheckOptions } from './commands/check.ts';
import type { CompareOptions } from './commands/compare.ts';
import type { DiffOptions } from './commands/diff.ts';
import type { ExplainOptions } from './commands/explain.ts';
import type * as Commands from './commands/index.ts';
import type { McpCommandOptions } from './commands/mcp.ts';
import type { PipelineOptions } from './commands/pipeline.ts';
import type { PlanOptions } from './commands/plan.ts';
import type { PredictOptions } from './commands/predict.ts';
import type { ServeOptions } from './commands/serve.ts';
import type { SweepCommandOptions } from './commands/sweep.ts';
import { CliError } from './failure.ts';
import type { HelpId } from './help-texts.ts';
import { HELP } from './help-texts.ts';
import { message } from './messages.ts';
import { helpIn, usageMessage } from './usage.ts';
import { VERSION } from './version.ts';

type Finish = (status: number) => void;

/** What the commands do, in a bundle of its own: help and version need none of it. */
const commands = (): Promise<typeof Commands> => import('./commands/index.ts');

/** The words of the help, in the user's language. */
type Help = (id: HelpId) => string;

const collect = (value: string, all: string[] = []): string[] => [...all, value];

function choice(flags: string, description: string, choices: string[], preset: string): Option {
  return new Option(flags, description).choices(choices).default(preset);
}

/** Options of every command that looks at source or simulates. */
function withCommon(command: Command, help: Help): Command {
  return command
    .option('--device <id>', help('device'))
    .option('--profile <file>', help('profile'))
    .option('--set <name=value>', help('set'), collect)
    .option('--deploy <name=value>', help('deploy'), collect)
    .option('--cann <version>', help('cann'))
    .option('--define <name[=value]>', help('define'), collect)
    .option('--entry <name>', help('entry'), collect)
    .option('--config <file>', help('config'))
    .option('--no-config', help('noConfig'))
    .option('--verbose', help('verbose'))
    .option('--locale <tag>', help('locale'));
}

function addCheck(program: Command, help: Help, locale: Locale, finish: Finish): void {
  withCommon(program.command('check'), help)
    .description(help('check'))
    .argument('<path...>', help('paths'))
    .addOption(
      new Option('--format <format>', help('checkFormat')).choices(['text', 'pretty', 'json', 'sarif']),
    )
    .option('--max-warnings <n>', help('maxWarnings'), '0')
    .addOption(
      choice('--min-severity <level>', help('minSeverity'), ['hint', 'info', 'warning', 'error'], 'hint'),
    )
    .option('--baseline <file>', help('baseline'))
    .option('--write-baseline <file>', help('writeBaseline'))
    .option('--all-files', help('allFiles'))
    .option('--no-gain', help('noGain'))
    .option('--allow-unread', help('allowUnread'))
    .option('--rule <id>', help('rule'), collect)
    .option('--fix', help('fix'))
    .option('--dry-run', help('dryRun'))
    .option('--summary', help('summary'))
    .option('--timing', help('timing'))
    .option('--watch', help('watch'))
    .action(async (paths: string[], options: CheckOptions) =>
      finish(await (await commands()).check(paths, options, locale)),
    );
}

function addPipeline(program: Command, help: Help, locale: Locale, finish: Finish): void {
  withCommon(program.command('pipeline'), help)
    .description(help('pipeline'))
    .argument('<path...>', help('paths'))
    .option('--program <name>', help('onlyProgram'))
    .addOption(choice('--format <format>', help('format'), ['json'], 'json'))
    .action(async (paths: string[], options: PipelineOptions) =>
      finish(await (await commands()).pipeline(paths, options, locale)),
    );
}

/** Options of commands that predict under a load from outside. */
function withLoad(command: Command, help: Help): Command {
  return command.option('--rate <n>', help('rate')).option('--arrivals <pattern>', help('arrivals'));
}

function addPredict(program: Command, help: Help, locale: Locale, finish: Finish): void {
  withLoad(withCommon(program.command('predict'), help), help)
    .description(help('predict'))
    .argument('<path...>', help('pathsOrPipeline'))
    .addOption(choice('--format <format>', help('format'), ['text', 'json'], 'text'))
    .option('--report <file>', help('report'))
    .option('--program <name>', help('onlyProgram'))
    .option('--watch', help('watch'))
    .action(async (paths: string[], options: PredictOptions) =>
      finish(await (await commands()).predict(paths, options, locale)),
    );
}

function addSimulate(program: Command, help: Help, locale: Locale, finish: Finish): void {
  withLoad(withCommon(program.command('simulate'), help), help)
    .description(help('simulate'))
    .argument('<pipeline>', help('pipelineFile'))
    .addOption(choice('--format <format>', help('format'), ['text', 'json'], 'text'))
    .option('--report <file>', help('report'))
    .action(async (file: string, options: PredictOptions) =>
      finish(await (await commands()).simulate(file, options, locale)),
    );
}

function addSweep(program: Command, help: Help, locale: Locale, finish: Finish): void {
  withLoad(withCommon(program.command('sweep'), help), help)
    .description(help('sweep'))
    .argument('<path...>', help('pathsOrPipeline'))
    .option('--vary <name=values>', help('vary'), collect, [])
    .addOption(choice('--format <format>', help('format'), ['table', 'json', 'csv'], 'table'))
    .option('--program <name>', help('oneProgram'))
    .option('--max-latency <ms>', help('maxLatency'))
    .option('--max-memory <MiB>', help('maxMemory'))
    .option('--max-host-cores <n>', help('maxHostCores'))
    .action(async (paths: string[], options: SweepCommandOptions) =>
      finish(await (await commands()).sweep(paths, options, locale)),
    );
}

function addCalibrate(program: Command, help: Help, locale: Locale, finish: Finish): void {
  withCommon(program.command('calibrate'), help)
    .description(help('calibrate'))
    .argument('[measurement...]', help('measurements'))
    .addOption(choice('--format <format>', help('format'), ['json', 'text'], 'json'))
    .option('--program <path>', help('runsProgram'))
    .option('--run <name=value:file>', help('run'), collect)
    .option('--log-time <of=line>', help('logTime'), collect)
    .option('--model <name>', help('model'), collect)
    .option('--batch <n>', help('batch'))
    .option('--output <file>', help('output'))
    .option('--save [file]', help('save'))
    .action(async (files: string[], options: CalibrateOptions) =>
      finish(await (await commands()).calibrate(files, options, locale)),
    );
}

function addBenchKit(program: Command, help: Help, locale: Locale, finish: Finish): void {
  withCommon(program.command('bench-kit'), help)
    .description(help('bench-kit'))
    .argument('[path...]', help('kitOf'))
    .option('--output <folder>', help('kitFolder'), 'bench-kit')
    .option('--program <name>', help('onlyProgram'))
    .action(async (paths: string[], options: BenchKitOptions) =>
      finish(await (await commands()).benchKit(paths, options, locale)),
    );
}

function addCompare(program: Command, help: Help, locale: Locale, finish: Finish): void {
  withCommon(program.command('compare'), help)
    .description(help('compare'))
    .argument('<path...>', help('pathsOrPipeline'))
    .addOption(choice('--format <format>', help('format'), ['text', 'json'], 'text'))
    .requiredOption('--measured <measurement...>', help('measured'))
    .option('--before <measurement...>', help('before'))
    .option('--log-time <of=line>', help('logTime'), collect)
    .option('--program <name>', help('oneProgram'))
    .option('--save [file]', help('saveMeasured'))
    .option('--max-difference <percent>', help('maxDifference'))
    .action(async (paths: string[], options: CompareOptions) =>
      finish(await (await commands()).compare(paths, options, locale)),
    );
}

function addDiff(program: Command, help: Help, locale: Locale, finish: Finish): void {
  withCommon(program.command('diff'), help)
    .description(help('diff'))
    .argument('<before>', help('diffBefore'))
    .argument('[after]', help('diffAfter'), '.')
    .argument('[path...]', help('diffPaths'))
    .addOption(choice('--format <format>', help('format'), ['text', 'json', 'markdown'], 'text'))
    .option('--max-slowdown <percent>', help('maxSlowdown'), '5%')
    .option('--max-warnings <n>', help('maxNew'), '0')
    .addOption(
      choice('--min-severity <level>', help('minSeverity'), ['hint', 'info', 'warning', 'error'], 'hint'),
    )
    .option('--allow-unread', help('allowUnread'))
    .action(async (before: string, after: string, paths: string[], options: DiffOptions) =>
      finish(await (await commands()).diff({ before, after, paths }, options, locale)),
    );
}

function addExplain(program: Command, help: Help, locale: Locale, finish: Finish): void {
  withCommon(program.command('explain'), help)
    .description(help('explain'))
    .argument('<rule|file:line>', help('explained'))
    .argument('[path...]', help('explainedIn'))
    .addOption(choice('--format <format>', help('format'), ['text', 'json'], 'text'))
    .action(async (what: string, paths: string[], options: ExplainOptions) =>
      finish(await (await commands()).explain({ what, paths }, options, locale)),
    );
}

function addPlan(program: Command, help: Help, locale: Locale, finish: Finish): void {
  program
    .command('plan')
    .description(help('plan'))
    .argument('<model>', help('plannedModel'))
    .option('--rate <n>', help('wishedRate'))
    .option('--p99 <ms>', help('wishedP99'))
    .addOption(choice('--input <kind>', help('planInput'), ['jpeg', 'camera', 'tensor'], 'jpeg'))
    .option('--size <WxH>', help('planSize'), '1920x1080')
    .option('--bytes <n>', help('planBytes'))
    .option('--model-size <WxH>', help('modelSize'), '224x224')
    .option('--batch <n,…>', help('planBatch'))
    .option('--cost <ms>', help('modelCost'))
    .option('--max-devices <n>', help('maxDevices'), '8')
    .option('--device <id>', help('device'))
    .option('--profile <file>', help('profile'))
    .option('--cann <version>', help('cann'))
    .option('--config <file>', help('config'))
    .option('--no-config', help('noConfig'))
    .option('--locale <tag>', help('locale'))
    .option('--write <folder>', help('writeDesign'))
    .addOption(choice('--format <format>', help('format'), ['text', 'json'], 'text'))
    .action(async (model: string, options: PlanOptions) =>
      finish(await (await commands()).plan(model, options, locale)),
    );
}

function addServe(program: Command, help: Help, locale: Locale, finish: Finish): void {
  program
    .command('serve')
    .description(help('serve'))
    .option('--stdio', help('stdio'))
    .action(async (options: ServeOptions) => finish(await (await commands()).serve(options, locale)));
}

function addMcp(program: Command, help: Help, locale: Locale, finish: Finish): void {
  program
    .command('mcp')
    .description(help('mcp'))
    .option('--stdio', help('stdio'))
    .option('--locale <tag>', help('locale'))
    .action(async (options: McpCommandOptions) => finish(await (await commands()).mcp(options, locale)));
}

/** An error of usage becomes one of ours; help and version, which end the run too, stay what they are. */
function refuse(error: CommanderError, command: Command): never {
  if (error.exitCode === 0) throw error;
  const text = error.message.replace(/^error: /, '');
  const { id, data } = usageMessage(error.code, text, command) ?? message('usage-error', { text });
  throw new CliError(id, data);
}

/** `finish` is told the exit status of the command that ran. Throws CommanderError where usage is wrong. */
export function makeProgram(locale: Locale, finish: Finish): Command {
  const help = translator(HELP, locale);
  const program = new Command('acl-perf')
    .description(help('acl-perf'))
    .usage('<command> [options]')
    .version(VERSION, '-V, --version', help('version'))
    .helpOption('-h, --help', help('help'))
    .helpCommand('help [command]', help('helpCommand'))
    .configureHelp(helpIn(locale))
    // What is wrong is said by whoever catches it.
    .configureOutput({ outputError: () => undefined });
  addCheck(program, help, locale, finish);
  addPipeline(program, help, locale, finish);
  addPredict(program, help, locale, finish);
  addSimulate(program, help, locale, finish);
  addSweep(program, help, locale, finish);
  addCalibrate(program, help, locale, finish);
  addBenchKit(program, help, locale, finish);
  addCompare(program, help, locale, finish);
  addDiff(program, help, locale, finish);
  addExplain(program, help, locale, finish);
  addPlan(program, help, locale, finish);
  addMcp(program, help, locale, finish);
  addServe(program, help, locale, finish);
  const names = program.commands.map((command) => command.name());
  // Without this commander prints the whole help as an error.
  program.argument('[command]').action((name?: string) => {
    throw name === undefined
      ? new CliError('no-command', { names })
      : new CliError('unknown-command', { name, names });
  });
  for (const command of [program, ...program.commands])
    command.exitOverride((error) => refuse(error, command));
  return program;
}
