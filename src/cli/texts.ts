/** Words of the command line's own, in both languages. */
import type { Texts } from '../service/locale.ts';

type Key =
  | 'noFindings'
  | 'total'
  | 'baselined'
  | 'fixable'
  | 'combined'
  | 'noneFound'
  | 'found'
  | 'program'
  | 'device'
  | 'predicted'
  | 'range'
  | 'bounds'
  | 'bottleneck'
  | 'calls'
  | 'latency'
  | 'memory'
  | 'memoryFails'
  | 'utilization'
  | 'hostThreads'
  | 'advice'
  | 'noAdvice'
  | 'together'
  | 'unknowns'
  | 'settle'
  | 'parameters'
  | 'speedups'
  | 'twice'
  | 'warnings'
  | 'why'
  | 'noProgram'
  | 'knee'
  | 'best'
  | 'partial'
  | 'notPredicted';

export const TEXTS: Texts<Key> = {
  noFindings: { en: 'No findings in {files} file(s).', zh: '{files} 个文件中未发现问题。' },
  total: { en: '{count} finding(s): {parts}', zh: '共 {count} 个问题：{parts}' },
  baselined: { en: '{count} more in the baseline', zh: '基线中另有 {count} 个' },
  fixable: { en: '{count} with a mechanical fix', zh: '{count} 个可自动修复' },
  combined: { en: 'All fixes together: {gain}', zh: '全部修复合计：{gain}' },
  noneFound: { en: 'none found', zh: '未发现' },
  found: { en: '{count} found', zh: '发现 {count} 个' },
  program: { en: 'Program', zh: '程序' },
  device: { en: 'Device', zh: '设备' },
  predicted: { en: 'Predicted', zh: '预测' },
  range: { en: '{qps} QPS (range {low} to {high})', zh: '{qps} QPS（范围 {low} 至 {high}）' },
  bounds: { en: 'Bounds', zh: '理论界' },
  bottleneck: { en: 'Bottleneck', zh: '瓶颈' },
  calls: { en: 'Submissions', zh: '下发' },
  latency: { en: 'Latency', zh: '时延' },
  memory: { en: 'Memory', zh: '内存' },
  memoryFails: { en: 'does not fit: {failure}', zh: '超出限制：{failure}' },
  utilization: { en: 'Utilization', zh: '利用率' },
  hostThreads: { en: 'Host threads, share of one core', zh: '主机线程（占单核比例）' },
  advice: { en: 'Advice, by predicted gain', zh: '建议（按预测收益排序）' },
  noAdvice: {
    en: 'No advice: no change that is known here would lift the rate.',
    zh: '暂无建议：没有已知的修改能提升速率。',
  },
  together: { en: 'together: {gain}', zh: '合计：{gain}' },
  unknowns: { en: 'Not told by the source', zh: '源码未给出' },
  settle: { en: 'to settle: {how}', zh: '确定方法：{how}' },
  parameters: { en: 'Parameters (change with --set NAME=VALUE)', zh: '参数（用 --set 名称=值 修改）' },
  speedups: { en: 'If it were twice as fast', zh: '若速度加倍' },
  twice: { en: '{resource}: {qps} QPS', zh: '{resource}：{qps} QPS' },
  why: { en: 'Why', zh: '原因' },
  warnings: { en: 'Warnings', zh: '警告' },
  noProgram: {
    en: 'no AscendCL program found: nothing here submits work to a device',
    zh: '未找到 AscendCL 程序：没有向设备下发任务的代码',
  },
  knee: { en: 'knee at {name} = {value} ({qps} QPS)', zh: '拐点在 {name} = {value}（{qps} QPS）' },
  best: { en: 'best: {settings} ({qps} QPS)', zh: '最佳：{settings}（{qps} QPS）' },
  partial: { en: 'partial: {what}', zh: '不完整：{what}' },
  notPredicted: { en: 'cannot be predicted: {why}', zh: '无法预测：{why}' },
};
