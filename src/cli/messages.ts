/** What the command line says on stderr: errors of usage and input, and notes beside a result. */
import type { Statement, Texts, Values } from '../pipeline/words.ts';

const FILES = {
  'in-file': { en: '{file}: {what}', zh: '{file}: {what}' },
  'no-such-file': { en: 'no such file or directory', zh: '没有此文件或目录' },
  'permission-denied': { en: 'permission denied', zh: '没有权限' },
  'is-directory': { en: 'is a directory', zh: '是一个目录' },
  'not-a-folder': { en: 'a file of this name is there', zh: '已有同名文件' },
  'not-empty': {
    en: 'the folder is not empty: name another with --output',
    zh: '该目录不为空：请用 --output 指定其他目录',
  },
  'not-a-directory': { en: 'a part of the path is not a directory', zh: '路径中有一段不是目录' },
  'long-name': { en: 'the name is too long', zh: '名称过长' },
  'many-links': { en: 'too many symbolic links', zh: '符号链接层数过多' },
  'many-open-files': { en: 'too many open files', zh: '打开的文件过多' },
  'disk-full': { en: 'the disk is full', zh: '磁盘已满' },
  'read-only': { en: 'the file system is read-only', zh: '文件系统为只读' },
  closed: { en: 'closed before all was written', zh: '尚未写完就被关闭' },
  'system-error': { en: '{code}', zh: '系统错误 {code}' },
  'not-regular': { en: 'not a regular file', zh: '不是普通文件' },
  'remote-path': {
    en: 'leads to another machine and is not opened',
    zh: '指向另一台机器，未打开',
  },
  'config-of-another': {
    en: 'these settings are in force, though the file belongs to another user; --no-config leaves them out',
    zh: '该文件属于其他用户，但其中的设置仍然生效；可用 --no-config 忽略',
  },
  'config-outside': {
    en: 'these settings are in force, though they lie outside of this folder and its repository; --no-config leaves them out',
    zh: '该文件位于当前目录及其仓库之外，但其中的设置仍然生效；可用 --no-config 忽略',
  },
  'large-source': {
    en: '{size} MiB, larger than the {most} MiB that are read',
    zh: '{size} MiB，超过可读取的 {most} MiB',
  },
  'binary-source': { en: 'a binary file, not C++ source', zh: '二进制文件，不是 C++ 源码' },
  'binary-pipeline': { en: 'a binary file, not a pipeline', zh: '二进制文件，不是流水线' },
  'links-not-followed': {
    en: 'links that are not followed: {count} ({names}); name what they lead to',
    zh: '未跟随的链接：{count} 个（{names}）；请直接指定其目标',
  },
  'left-out': { en: '{what}; left out', zh: '{what}，已跳过' },
  'not-cpp': { en: 'not a C++ file (expected {endings})', zh: '不是 C++ 文件（应为 {endings}）' },
  'no-cpp-here': { en: 'no C++ file in this folder', zh: '此目录中没有 C++ 文件' },
  'no-cpp-matches': { en: 'no C++ file matches', zh: '没有匹配的 C++ 文件' },
  'nothing-in-it': { en: 'empty, nothing to analyse', zh: '文件为空，没有可分析的内容' },
  'no-program': {
    en: 'no AscendCL program found: nothing here submits work to a device',
    zh: '未找到 AscendCL 程序：没有向设备下发任务的代码',
  },
  incomplete: { en: 'the installation is incomplete: {what}', zh: '安装不完整：{what}' },
  'no-report-page': {
    en: '--report: the installation is incomplete: dist/webview/page.js is missing',
    zh: '--report：安装不完整：缺少 dist/webview/page.js',
  },
};

const NAMES = {
  'unknown-device': { en: 'unknown device "{name}"; known: {names}', zh: '未知设备“{name}”；可选：{names}' },
  'unknown-parameter': {
    en: '{option}: unknown parameter "{name}"{suggestion}',
    zh: '{option}：未知参数“{name}”{suggestion}',
  },
  'unknown-rule': { en: 'no rule "{name}"{suggestion}', zh: '没有规则“{name}”{suggestion}' },
  'dry-run-alone': { en: '--dry-run goes with --fix', zh: '--dry-run 须与 --fix 同用' },
  fixed: { en: 'fixed in {files} files: {rules}', zh: '已修复 {files} 个文件：{rules}' },
  'would-fix': { en: 'would fix in {files} files: {rules}', zh: '可修复 {files} 个文件：{rules}' },
  'nothing-to-fix': { en: 'nothing to fix', zh: '没有可修复的问题' },
  'unknown-program': {
    en: '--program: no program "{name}"{suggestion}',
    zh: '--program：没有程序“{name}”{suggestion}',
  },
  'unknown-entry': {
    en: '--entry: no function "{name}" that gives a device work{suggestion}',
    zh: '--entry：没有向设备下发任务的函数“{name}”{suggestion}',
  },
  'did-you-mean': { en: '; did you mean {name}?', zh: '；是否应为 {name}？' },
  'there-are-none': { en: '; there are none', zh: '；没有可选项' },
  'known-are': { en: '; known: {names}', zh: '；可选：{names}' },
  'first-known-are': { en: '; known: {names}, and {count} more', zh: '；可选：{names} 等，另有 {count} 个' },
};

const NUMBERS = {
  'not-a-number': { en: '{option}: "{text}" is not a number', zh: '{option}：“{text}”不是数值' },
  'neither-nor': {
    en: '{option}: "{text}" is neither a number nor one of {names}',
    zh: '{option}：“{text}”既不是数值，也不是 {names} 之一',
  },
  'not-a-count': {
    en: '{option}: "{text}" is not a whole number of at least 0',
    zh: '{option}：“{text}”不是大于等于 0 的整数',
  },
  'no-wish': {
    en: 'plan: say what is wanted: --rate frames a second, --p99 ms, or both',
    zh: 'plan：请说明需求：--rate 每秒帧数、--p99 毫秒，或两者',
  },
  'cost-of-one-batch': {
    en: '--cost is the time of one batch: give one --batch with it',
    zh: '--cost 是一种批大小的时间：请只给出一个 --batch',
  },
  'not-a-size': {
    en: '{option}: "{text}" is not a size such as 1920x1080, of 2 to 16384 pixels each way',
    zh: '{option}：“{text}”不是 1920x1080 这样的尺寸（每边 2 至 16384 像素）',
  },
  'not-above-0': { en: '{option}: "{text}" is not above 0', zh: '{option}：“{text}”必须大于 0' },
  'not-in-range': {
    en: '{option}: "{text}" is not from {least} to {most}',
    zh: '{option}：“{text}”不在 {least} 至 {most} 之间',
  },
  'no-rate': {
    en: '--arrivals needs a --rate above 0, frames a second',
    zh: '--arrivals 需要大于 0 的 --rate（每秒帧数）',
  },
  'no-times': {
    en: 'needs 2 to {most} rising times of arrival in ms',
    zh: '需要 2 至 {most} 个递增的到达时刻（毫秒）',
  },
  'bad-deployment': {
    en: '--deploy {given}: processes, devices and hostCores are whole numbers from 1 to 4096, devicePart is above 0 and at most 1',
    zh: '--deploy {given}：processes、devices 和 hostCores 为 1 至 4096 的整数，devicePart 大于 0 且不超过 1',
  },
  'expected-setting': { en: '{option} {text}: expected NAME=VALUE', zh: '{option} {text}：应为 NAME=VALUE' },
  'expected-variation': {
    en: '{option} {text}: expected NAME=1..8 or NAME=16,32,64',
    zh: '{option} {text}：应为 NAME=1..8 或 NAME=16,32,64',
  },
  'step-not-above-0': { en: '{option}: the step must be above 0', zh: '{option}：步长必须大于 0' },
  'empty-range': { en: '{option}: {from}..{to} holds no value', zh: '{option}：{from}..{to} 中没有任何取值' },
  'many-values': {
    en: '{option}: {count} values are more than the {most} allowed',
    zh: '{option}：取值共 {count} 个，超过上限 {most}',
  },
};

const COMMANDS = {
  'no-command': { en: 'no command given: one of {names}', zh: '未指定命令：应为 {names} 之一' },
  'unknown-command': {
    en: "unknown command '{name}': one of {names}",
    zh: '未知命令“{name}”：应为 {names} 之一',
  },
  'needs-stdio': {
    en: 'serve: give --stdio, the only transport there is',
    zh: 'serve：请加上 --stdio，这是唯一支持的传输方式',
  },
  'mcp-needs-stdio': {
    en: 'mcp: give --stdio, the only transport there is',
    zh: 'mcp：请加上 --stdio，这是唯一支持的传输方式',
  },
  hangs: {
    en: 'stopped: no progress in {seconds} s of processor time, a defect of this program (ACL_PERF_WATCHDOG sets another limit)',
    zh: '已停止：{seconds} 秒处理器时间内没有进展，这是本程序的缺陷（可用 ACL_PERF_WATCHDOG 设置其他上限）',
  },
  'internal-error': {
    en: 'internal error: {what} (set ACL_PERF_DEBUG=1 to see where)',
    zh: '内部错误：{what}（设置 ACL_PERF_DEBUG=1 可查看位置）',
  },
  'nothing-to-vary': {
    en: 'nothing to vary: give --vary NAME=1..8 at least once',
    zh: '没有扫描参数：请至少指定一次 --vary NAME=1..8',
  },
  'choose-program': {
    en: '{count} programs here ({names}): choose one with --program',
    zh: '此处有 {count} 个程序（{names}）：请用 --program 选择一个',
  },
  'none-predicted': {
    en: 'none of {count} programs can be predicted; the first: {first}',
    zh: '{count} 个程序均无法预测；第一个：{first}',
  },
  'not-predicted': { en: '{program}: cannot be predicted: {why}', zh: '{program}：无法预测：{why}' },
  written: { en: 'written', zh: '已写入' },
  'is-there': { en: 'is there already; name another folder', zh: '已存在；请指定其他目录' },
  planning: { en: 'trying designs for {model}', zh: '正在尝试 {model} 的方案' },
  'not-planned': { en: 'no plan: {why}', zh: '无法规划：{why}' },
  'report-written': { en: 'report written', zh: '报告已写入' },
  'baseline-written': {
    en: 'findings written: {count}; they are not reported from now on with --baseline',
    zh: '已写入 {count} 个问题；今后使用 --baseline 时不再报告这些问题',
  },
  'not-priced': {
    en: 'findings without a gain: {count}; not simulated here, or the change cannot be; acl-perf predict prices more of a program',
    zh: '{count} 个问题没有收益数值：此处未仿真，或其修改无法仿真；“acl-perf predict”会计算程序中更多修改的收益',
  },
  'advice-not-priced': {
    en: 'findings without a gain: {count}; there are too many to simulate, or the change cannot be',
    zh: '{count} 个问题没有收益数值：数量过多而未逐一仿真，或其修改无法仿真',
  },
  'not-simulated': {
    en: 'programs not simulated here, as there are many: {count}; acl-perf predict says of each whether it gets anywhere',
    zh: '程序较多，有 {count} 个未在此处仿真；“acl-perf predict”会逐个说明其能否继续执行',
  },
  unbuilt: {
    en: 'findings in files that no target builds: {count}; --all-files reports them',
    zh: '没有任何构建目标包含的文件中有 {count} 个问题：用 --all-files 报告',
  },
  'more-notices': {
    en: '{count} more files are read in part: --verbose lists them',
    zh: '另有 {count} 个文件只读取了一部分：用 --verbose 列出',
  },
  partial: { en: 'partial: {what}', zh: '不完整：{what}' },
};

const WATCH = {
  'watch-without': { en: '--watch does not go with {option}', zh: '--watch 不能与 {option} 同用' },
  'watch-pipe': {
    en: '--watch reads its files again and again: this is none that stays',
    zh: '--watch 会反复读取文件：此处不是可反复读取的文件',
  },
  watching: {
    en: 'watching for changes (files: {files}, folders: {folders}); Ctrl-C ends',
    zh: '正在监视 {folders} 个目录中的 {files} 个文件；按 Ctrl-C 结束',
  },
  'looking-on': {
    en: 'looking for changes every few seconds (files: {files}, folders: {folders}, more than can be watched); Ctrl-C ends',
    zh: '目录过多（{folders} 个），无法逐一监视，改为每隔几秒查看 {files} 个文件；按 Ctrl-C 结束',
  },
  'changed-at': { en: '{time} {what}', zh: '{time} {what}' },
  'file-changed': { en: '{file} changed', zh: '{file} 已更改' },
  'file-new': { en: '{file} is new', zh: '新增 {file}' },
  'file-gone': { en: '{file} is gone', zh: '{file} 已不存在' },
  'and-more': { en: 'and {count} more', zh: '另有 {count} 个' },
  'read-again': { en: 'read again', zh: '重新读取' },
  'rate-moved': {
    en: '{program}: {before} → {after} QPS',
    zh: '{program}：{before} → {after} QPS',
  },
};

const CALIBRATION = {
  'no-measurements': {
    en: 'calibrate: name a file of measurements, a folder of msprof, or --run NAME=VALUE:FILE',
    zh: 'calibrate：请指定实测数据文件、msprof 目录，或 --run NAME=VALUE:FILE',
  },
  'which-settings': {
    en: '{files} each hold a rate of the program, of runs that may differ: say which is which, as in --run {parameter}=1:{first}',
    zh: '{files} 各有程序的吞吐量，可能来自不同参数的运行：请逐个说明，例如 --run {parameter}=1:{first}',
  },
  'expected-log-time': {
    en: '--log-time {text}: expected OF=LINE, as "model resnet50=infer cost {ms} ms"',
    zh: '--log-time {text}：应为 OF=LINE，例如 "model resnet50=infer cost {ms} ms"',
  },
  'expected-run': { en: '--run {text}: expected NAME=VALUE:FILE', zh: '--run {text}：应为 NAME=VALUE:FILE' },
  'no-settings-in-series': {
    en: '{count} of {all} runs name no parameter of the program ({columns})',
    zh: '{all} 次运行中有 {count} 次未给出程序的参数（{columns}）',
  },
  'series-without-program': {
    en: '{count} runs: say the program with --program',
    zh: '{count} 次运行：请用 --program 指定程序',
  },
  'no-program-of-runs': {
    en: 'no AscendCL program found for the runs (give --program)',
    zh: '未找到这些运行所属的 AscendCL 程序（请指定 --program）',
  },
  'several-programs': {
    en: '{count} programs; name the file of one with --program',
    zh: '有 {count} 个程序；请用 --program 指定其中一个的文件',
  },
  'which-program': {
    en: '{count} programs: {names}; say which one with --program',
    zh: '有 {count} 个程序：{names}；请用 --program 指定其中一个',
  },
  'no-rate-to-judge': {
    en: '--max-difference: the measurement tells no rate of this program (a timeline or database of msprof does, and the program’s own counter)',
    zh: '--max-difference：实测数据未给出此程序的吞吐量（msprof 的时间线或数据库，以及程序自身的计数器会给出）',
  },
  'kit-paths': {
    en: 'plan.txt: say where the .om of {names} lies',
    zh: 'plan.txt：请填写 {names} 的 .om 路径',
  },
  'kit-check-paths': {
    en: 'plan.txt: the paths of models are those of the source; make them right for the machine with the device',
    zh: 'plan.txt：模型路径取自源码，请改为装有设备的机器上的路径',
  },
  'kit-without-models': {
    en: 'no model is known: add lines to plan.txt for those that are to be measured',
    zh: '没有已知的模型：请在 plan.txt 中为要测量的模型添加行',
  },
  'kit-next': {
    en: 'on the machine with the device: sh {folder}/run.sh; then acl-perf calibrate kit.json --device {device} (it has been run on simulated devices only)',
    zh: '请在装有设备的机器上执行“sh {folder}/run.sh”，再用 calibrate 读取 kit.json（--device {device}）；该套件只在仿真设备上运行过',
  },
  'not-used': { en: 'not used: {what}', zh: '未使用：{what}' },
  'nothing-changed': { en: 'no constant of the profile was changed', zh: '设备配置中没有常数被修改' },
  'measured-saved': {
    en: 'added to what was measured here: {count}; predictions in this folder take it from now on',
    zh: '已加入此处的实测数据：{count} 项，此目录中的预测从现在起使用它们',
  },
  'profile-written': {
    en: 'profile written; use it with --profile {name}',
    zh: '设备配置已写入；用 --profile {name} 使用它',
  },
};

const REVISIONS = {
  'no-git': {
    en: 'git is not installed, or not in a folder of PATH: revisions cannot be read; name two folders or files instead',
    zh: '未安装 git，或其不在 PATH 的目录中：无法读取修订版本；请改为指定两个目录或文件',
  },
  'git-failed': { en: 'git failed: {what}', zh: 'git 执行失败：{what}' },
  'git-long': { en: 'its answer is too long', zh: '输出过长' },
  'git-slow': { en: 'no answer in a minute', zh: '一分钟内没有应答' },
  'no-revision': {
    en: '"{name}" is neither a file or folder nor a revision that git knows here (a shallow clone lacks earlier ones)',
    zh: '“{name}”既不是文件或目录，也不是此处 git 已知的修订版本（浅克隆缺少较早的版本）',
  },
  'no-object': {
    en: '{file}: its contents are not in this clone',
    zh: '{file}：此克隆中没有其内容',
  },
  'large-revision': {
    en: 'the sources of the revision have {size} MiB, more than the {most} MiB that are read: name a folder of it',
    zh: '该修订版本的源码共 {size} MiB，超过可读取的 {most} MiB：请指定其中的目录',
  },
  'no-cpp-on-either-side': {
    en: 'no C++ file at this place of {before} or {after}',
    zh: '{before} 和 {after} 的此处都没有 C++ 文件',
  },
  'lfs-pointer': {
    en: 'a pointer of Git LFS: what it stands for is not in the repository',
    zh: '这是 Git LFS 指针：其内容不在仓库中',
  },
  'left-in-revision': {
    en: '{name}: not followed: links {links}, submodules {modules}',
    zh: '{name}：未跟随链接 {links} 个、子模块 {modules} 个',
  },
  'paths-with-folders': {
    en: 'diff: paths go with two revisions; {before} and {after} are not both',
    zh: 'diff：路径只能与两个修订版本同用；{before} 和 {after} 并非都是',
  },
  slower: {
    en: '{program}: the rate falls by {percent} %, more than the {most} % of --max-slowdown',
    zh: '{program}：吞吐量下降 {percent} %，超过 --max-slowdown 的 {most} %',
  },
  'new-findings': {
    en: 'new findings: {count}, more than the {most} of --max-warnings',
    zh: '新出现的问题有 {count} 个，超过 --max-warnings 的 {most} 个',
  },
  stalls: {
    en: '{program}: it never gets anywhere after the change',
    zh: '{program}：修改后程序无法继续执行',
  },
  'side-note': { en: '{side}: {what}', zh: '{side}：{what}' },
  'not-comparable': {
    en: '{program}: no rate after the change, so that none can be compared',
    zh: '{program}：修改后无吞吐量，无法对比',
  },
  reading: { en: 'reading {file}: {percent} %', zh: '正在读取 {file}：{percent}%' },
  stopped: { en: 'stopped at {percent} % of {file}', zh: '已停止：{file} 读取到 {percent}%' },
  predicting: { en: 'predicting {program} ({done} of {of})', zh: '正在预测 {program}（{done}/{of}）' },
  comparing: { en: 'comparing {program} ({done} of {of})', zh: '正在对比 {program}（{done}/{of}）' },
  'nothing-to-explain': {
    en: 'explain: "{name}" is neither a rule nor FILE:LINE{suggestion}',
    zh: 'explain：“{name}”既不是规则，也不是“文件:42”{suggestion}',
  },
  'no-such-line': { en: 'no line {line}: it has {count}', zh: '没有第 {line} 行：共 {count} 行' },
  'bad-percent': {
    en: '{option}: "{text}" is not a percentage, as 5%',
    zh: '{option}：“{text}”不是百分比，应如 5%',
  },
};

/** What the parser of options finds. */
const USAGE = {
  'usage-error': { en: '{text}', zh: '用法错误：{text}' },
  'missing-argument': { en: "missing required argument '{name}'", zh: '缺少必需的参数“{name}”' },
  'option-missing': { en: 'the option {name} is needed', zh: '需要选项 {name}' },
  'option-without-value': { en: "option '{name}' argument missing", zh: '选项“{name}”缺少取值' },
  'unknown-option': { en: "unknown option '{name}'{suggestion}", zh: '未知选项“{name}”{suggestion}' },
  'many-arguments': { en: 'too many arguments for {name}', zh: '{name} 的参数过多' },
  'not-a-choice': {
    en: "option '{name}' argument '{text}' is invalid. Allowed choices are {choices}.",
    zh: '选项“{name}”的取值“{text}”无效，可选：{choices}',
  },
};

export const MESSAGES = {
  ...FILES,
  ...NAMES,
  ...NUMBERS,
  ...COMMANDS,
  ...WATCH,
  ...CALIBRATION,
  ...REVISIONS,
  ...USAGE,
} satisfies Texts<string>;

export type MessageId = keyof typeof MESSAGES;
export type Message = Statement<MessageId>;

export const message = (id: MessageId, data: Values<MessageId> = {}): Message => ({ id, data });
