/** The words of `--help`. */
import { DEFAULT_DEVICE, DEVICE_IDS } from '../pipeline/devices.ts';
import type { Texts } from '../pipeline/words.ts';

/** The ids, with a word behind the one that is taken where none is named. */
function devices(word: string, between: string, [open, close]: [string, string]): string {
  return DEVICE_IDS.map((id) => (id === DEFAULT_DEVICE ? id + open + word + close : id)).join(between);
}

const OPTIONS = {
  device: {
    en: `device profile: ${devices('default', ', ', [' (', ')'])}`,
    zh: `设备配置：${devices('默认', '、', ['（', '）'])}`,
  },
  profile: {
    en: 'device profile from a JSON file, e.g. of calibrate',
    zh: '从 JSON 文件读取设备配置，例如 calibrate 的输出',
  },
  set: { en: 'value of a parameter; may be repeated', zh: '参数的取值；可重复使用' },
  rate: {
    en: 'frames a second that arrive, whether or not they are kept up with: latencies count from their arrival',
    zh: '每秒到达的帧数（无论能否跟上）：时延从到达时刻算起',
  },
  arrivals: {
    en: 'how they arrive: poisson (default), periodic[:SOURCES], bursty[:FRAMES], or a file of times in ms',
    zh: '到达方式：poisson（默认）、periodic[:来源数]、bursty[:每次帧数]，或以毫秒记录到达时刻的文件',
  },
  deploy: {
    en: 'processes, devices, hostCores or devicePart (a share of 1), where the source does not say it; may be repeated',
    zh: '部署方式：processes、devices、hostCores 或 devicePart（占一个设备的比例），用于源码未说明之处；可重复使用',
  },
  cann: { en: 'CANN version, where behaviour differs by version', zh: 'CANN 版本，用于行为因版本而异之处' },
  define: { en: 'preprocessor definition; may be repeated', zh: '预处理宏定义；可重复使用' },
  entry: {
    en: 'function that others call once a frame: read that; may be repeated',
    zh: '由外部每帧调用一次的函数：以其为入口；可重复使用',
  },
  config: {
    en: 'configuration instead of the nearest .acl-perf.json',
    zh: '指定配置文件，代替最近的 .acl-perf.json',
  },
  noConfig: { en: 'read no .acl-perf.json', zh: '不读取 .acl-perf.json' },
  verbose: {
    en: 'list every place that was not read, those in files without a call of AscendCL too',
    zh: '列出所有未读取之处，包括不含 AscendCL 调用的文件',
  },
  locale: { en: 'language of messages: en or zh-cn', zh: '消息的语言：en 或 zh-cn' },
  format: { en: 'form of the output', zh: '输出格式' },
  checkFormat: {
    en: 'form of the output; left out: pretty (with source lines) on a terminal, else text',
    zh: '输出格式；省略时在终端上为 pretty（附源码行），否则为 text',
  },
  maxWarnings: {
    en: 'findings that are allowed before the exit status is 1',
    zh: '允许的问题数，超过时退出状态为 1',
  },
  minSeverity: { en: 'leave out what is below', zh: '不报告低于此级别的问题' },
  baseline: { en: 'report only what this file does not hold', zh: '只报告此文件中没有的问题' },
  writeBaseline: {
    en: 'write all findings to this file and report none',
    zh: '将所有问题写入此文件，不报告任何问题',
  },
  allFiles: {
    en: 'report on files that no target of the build files builds, too',
    zh: '也报告没有任何构建目标包含的文件',
  },
  rule: { en: 'only this rule; may be repeated', zh: '只处理此规则；可重复使用' },
  fix: {
    en: 'make all fixes that may be made without thought, until nothing changes; report what is left',
    zh: '应用所有可放心应用的修复，直至不再变化；报告剩余问题',
  },
  dryRun: {
    en: 'with --fix: print the changes as a diff and write nothing',
    zh: '与 --fix 同用：以差异形式输出更改，不写入文件',
  },
  noGain: { en: 'do not simulate what each fix would gain', zh: '不仿真各项修复的收益' },
  allowUnread: {
    en: 'no exit status 3 for programs of which nothing was understood',
    zh: '程序未能理解时，退出状态不为 3',
  },
  summary: {
    en: 'say for each rule: found, none found, or skipped and why',
    zh: '逐条说明规则的结果：发现、未发现，或跳过及其原因',
  },
  watch: {
    en: 'answer again on each change of the files, the build files or the settings, until Ctrl-C',
    zh: '源文件、构建文件或设置每次更改后重新给出结果，直到按 Ctrl-C',
  },
  timing: { en: 'say on stderr where the time went, by rule', zh: '在 stderr 上按规则列出耗时' },
  onlyProgram: { en: 'only this program', zh: '只处理此程序' },
  report: { en: 'also write a self-contained HTML report', zh: '同时写出自包含的 HTML 报告' },
  vary: {
    en: 'NAME=1..8, NAME=16..64:16 or NAME=16,32,64; may be repeated',
    zh: 'NAME=1..8、NAME=16..64:16 或 NAME=16,32,64；可重复使用',
  },
  oneProgram: { en: 'of several programs, this one', zh: '有多个程序时选择此程序' },
  maxLatency: {
    en: 'the best configuration keeps this 99th percentile',
    zh: '最佳组合的 p99 时延不超过此值',
  },
  maxMemory: { en: 'and this much device memory', zh: '最佳组合的设备内存不超过此值' },
  maxHostCores: { en: 'and this many busy host cores', zh: '最佳组合占用的主机核数不超过此值' },
  runsProgram: {
    en: 'source or pipeline (JSON) of the program that the runs are of',
    zh: '实测运行所属程序的源码或流水线（JSON）',
  },
  run: {
    en: 'a log of a run of the program, and its settings',
    zh: '程序一次运行的日志及其参数',
  },
  logTime: {
    en: 'a line of the program’s own log with its time, as "model resnet50=infer cost {ms} ms", of model NAME, stage NAME or frame',
    zh: '程序自身日志中含耗时的行，例如 "model resnet50=infer cost {ms} ms"，属于 model 名称、stage 名称或 frame',
  },
  model: {
    en: 'the model that was measured, e.g. resnet50; of several NUMBER=NAME for each',
    zh: '实测的模型，例如 resnet50；有多个时逐个写 NUMBER=NAME',
  },
  batch: { en: 'its batch, where the log does not tell', zh: '该模型的批大小，用于日志未给出时' },
  save: {
    en: 'add the profile and the times of models to what the workspace has measured (.acl-perf-measured.json)',
    zh: '将设备配置和模型耗时加入工作区的实测数据目录（.acl-perf-measured.json）',
  },
  saveMeasured: {
    en: 'add measured times of models and constants to what the workspace has measured (.acl-perf-measured.json)',
    zh: '将实测的模型耗时和常数加入工作区的实测数据目录（.acl-perf-measured.json）',
  },
  kitFolder: { en: 'folder to write it to, which must be empty', zh: '写入的目录，必须为空' },
  output: { en: 'write the profile alone to this file', zh: '将设备配置单独写入此文件' },
  measured: {
    en: 'folders, timelines, databases and logs of a run of the program',
    zh: '程序一次运行的目录、时间线、数据库和日志',
  },
  before: {
    en: 'those of an earlier run to compare with, instead of the prediction',
    zh: '用于对比的较早一次运行的数据，代替预测',
  },
  maxDifference: {
    en: 'exit status 1 where the rate, or a line’s part of a frame, differs by more',
    zh: '吞吐量或某行占帧时间的差异超过此值时，退出状态为 1',
  },
  maxSlowdown: {
    en: 'exit status 1 where the rate of a program falls by more',
    zh: '任一程序的吞吐量下降超过此值时，退出状态为 1',
  },
  maxNew: {
    en: 'new findings that are allowed before the exit status is 1',
    zh: '允许新出现的问题数，超过时退出状态为 1',
  },
  planInput: {
    en: 'where frames come from: JPEG files, raw pictures of a camera, or ready inputs of the model',
    zh: '帧的来源：JPEG 文件、摄像头的原始图片，或可直接推理的输入',
  },
  planSize: { en: 'of a picture, pixels', zh: '图片尺寸，像素' },
  planBytes: {
    en: 'of a JPEG file or a ready input; left out: by the size',
    zh: 'JPEG 文件或输入的字节数；省略时按尺寸计算',
  },
  modelSize: { en: 'of the model’s input, pixels', zh: '模型输入的尺寸，像素' },
  modelCost: {
    en: 'time of one execution, where the catalogue does not say it',
    zh: '模型执行一次的时间，用于目录未给出时',
  },
  planBatch: {
    en: 'batches that the model may be converted for, e.g. 1,8,16',
    zh: '模型可转换的批大小，例如 1,8,16',
  },
  wishedRate: { en: 'wanted: frames a second at least', zh: '需求：每秒帧数不低于此值' },
  wishedP99: {
    en: 'wanted: 99th percentile of a frame’s latency at most',
    zh: '需求：帧时延的 p99 不超过此值',
  },
  maxDevices: { en: 'devices that there may be', zh: '最多可用的设备数' },
  writeDesign: {
    en: 'folder to write the program (C++) and its pipeline (JSON) to',
    zh: '写出程序（C++）及其流水线（JSON）的目录',
  },
  stdio: { en: 'speak over stdin and stdout', zh: '通过 stdin 和 stdout 通信' },
  version: { en: 'output the version number', zh: '显示版本号' },
  help: { en: 'display help for command', zh: '显示帮助' },
};

const COMMANDS = {
  'acl-perf': {
    en: 'Predicts the throughput of AscendCL C++ pipelines from their source, and prices every fix.',
    zh: '从源码预测 AscendCL C++ 流水线的吞吐量，并给出每项修复的收益。',
  },
  check: { en: 'report findings with the gain of each fix', zh: '报告问题及各项修复的收益' },
  pipeline: { en: 'print the extracted pipeline as JSON', zh: '以 JSON 输出提取的流水线' },
  predict: {
    en: 'predict throughput, what binds it, and what would lift it',
    zh: '预测吞吐量、其瓶颈以及提升方法',
  },
  simulate: { en: 'the same from a pipeline written as JSON', zh: '同上，输入为 JSON 形式的流水线' },
  sweep: {
    en: 'predict over values of parameters and find the knee',
    zh: '对参数的多种取值进行预测，并找出拐点',
  },
  calibrate: { en: 'fit a device profile to measurements', zh: '根据实测数据校准设备配置' },
  'bench-kit': {
    en: 'write a program that measures on your device what a profile needs; calibrate reads its kit.json',
    zh: '生成一个在你的设备上测量设备配置所需数据的程序；calibrate 读取其 kit.json',
  },
  compare: {
    en: 'set a recorded run beside the prediction, line by line',
    zh: '逐行对比实测运行与预测',
  },
  diff: {
    en: 'what a change does to rates and findings, and which lines do it',
    zh: '评估一次修改对吞吐量和问题的影响，并指出相关的行',
  },
  explain: {
    en: 'a rule’s page, or what is known of a line of a program',
    zh: '规则说明，或程序中某一行的已知信息',
  },
  plan: {
    en: 'from a wish (rate, latency) to threads, depth, batch and devices, with a program of them',
    zh: '由需求（吞吐量、时延）得出线程数、深度、批大小和设备数，并给出程序',
  },
  mcp: {
    en: 'the same answers for coding assistants (Model Context Protocol), of this folder',
    zh: '为编程助手提供同样的结果（Model Context Protocol），限于当前目录',
  },
  serve: { en: 'the language server, for any editor', zh: '语言服务器，可用于任意编辑器' },
  helpCommand: { en: 'display help for command', zh: '显示命令的帮助' },
};

const INPUTS = {
  plannedModel: {
    en: 'a model of the catalogue, as resnet50, or another with --cost',
    zh: '目录中的模型，例如 resnet50；其他模型须配合 --cost',
  },
  paths: { en: 'C++ files, folders or globs', zh: 'C++ 文件、目录或通配符' },
  pathsOrPipeline: {
    en: 'C++ files, folders or globs; or one pipeline as JSON',
    zh: 'C++ 文件、目录或通配符；或一个 JSON 形式的流水线',
  },
  kitOf: {
    en: 'source or pipeline (JSON) of the program whose models and sizes are measured',
    zh: '程序的源码或流水线（JSON），测量其中的模型和尺寸',
  },
  explained: { en: 'a rule, or FILE:LINE', zh: '规则，或“文件:42”' },
  explainedIn: { en: 'other files and folders of the program', zh: '程序的其他文件和目录' },
  diffBefore: {
    en: 'file, folder or revision of a git repository',
    zh: '文件、目录或 git 仓库的修订版本',
  },
  diffAfter: { en: 'the same; the working folder where left out', zh: '同上；省略时为当前目录' },
  diffPaths: {
    en: 'of two revisions, only these files or folders',
    zh: '对比两个修订版本时，只处理这些文件或目录',
  },
  pipelineFile: {
    en: 'JSON file (schema/pipeline.schema.json), - for stdin',
    zh: 'JSON 文件（schema/pipeline.schema.json），- 表示 stdin',
  },
  measurements: {
    en: 'kit.json of bench-kit, folders, tables and timelines of msprof, logs of npu-smi, ais_bench, msame, benchmark, ascend-dmi, top or of the program; runs as CSV or JSON',
    zh: 'bench-kit 的 kit.json，msprof 的目录、表格和时间线，npu-smi、ais_bench、msame、benchmark、ascend-dmi、top 或程序的日志；CSV 或 JSON 形式的实测运行',
  },
};

/** Headings, by commander's own. */
const HEADINGS = {
  'Usage:': { en: 'Usage:', zh: '用法:' },
  'Arguments:': { en: 'Arguments:', zh: '参数:' },
  'Options:': { en: 'Options:', zh: '选项:' },
  'Commands:': { en: 'Commands:', zh: '命令:' },
  choices: { en: 'choices: {choices}', zh: '可选：{choices}' },
  preset: { en: 'default: {preset}', zh: '默认：{preset}' },
  and: { en: ', ', zh: '、' },
  also: { en: '; ', zh: '；' },
  extra: { en: '{description} ({parts})', zh: '{description}（{parts}）' },
};

export const HELP = { ...OPTIONS, ...COMMANDS, ...INPUTS, ...HEADINGS } satisfies Texts<string>;

export type HelpId = keyof typeof HELP;
