/** Tables and timelines of several devices: what is of one is not averaged with the other. */
import { describe, expect, it } from 'vitest';
import { importMeasurements } from '../../src/measure/import.ts';
import { summarize } from '../../src/measure/summary.ts';

const rows = (file: string, text: string) =>
  summarize(importMeasurements(file, text).measurements).map(({ kind, subject, part, mean }) => [
    kind,
    subject,
    part,
    Number(mean.toPrecision(6)),
  ]);

describe('measurements of several devices', () => {
  it('op_summary: tasks and models by Device_id', () => {
    const text = [
      'Device_id,Model ID,Op Name,Task Type,Task Start Time(us),Task Duration(us)',
      '0,1,a,AI_CORE,0,100',
      '1,1,a,AI_CORE,20,300',
      '0,1,b,AI_CORE,100,100',
      '1,1,b,AI_CORE,320,300',
    ].join('\n');
    expect(rows('op_summary.csv', text)).toEqual([
      ['task', 'AI_CORE', 'device 0', 0.1],
      ['task', 'AI_CORE', 'device 1', 0.3],
      ['latency', 'model 1', 'device 0', 0.2],
      ['latency', 'operators of model 1', 'device 0', 0.2],
      ['latency', 'model 1', 'device 1', 0.6],
      ['latency', 'operators of model 1', 'device 1', 0.6],
    ]);
  });

  it('op_statistic: types of operators by Device_id; of one device nothing is told apart', () => {
    const head =
      'Device_id,OP Type,Core Type,Count,Total Time(us),Min Time(us),Avg Time(us),Max Time(us),Ratio(%)';
    const [zero, one] = ['0,Conv,AI_CORE,2,20,10,10,10,50', '1,Conv,AI_CORE,2,60,30,30,30,50'];
    expect(rows('op_statistic.csv', [head, zero, one].join('\n'))).toEqual([
      ['task', 'AI_CORE Conv', 'device 0', 0.01],
      ['task', 'AI_CORE Conv', 'device 1', 0.03],
    ]);
    expect(rows('op_statistic.csv', [head, zero, zero].join('\n'))).toEqual([
      ['task', 'AI_CORE Conv', undefined, 0.01],
    ]);
  });

  it('kernel_details by Device_id', () => {
    const text = [
      'Step Id,Device_id,Name,Type,Accelerator Core,Start Time(us),Duration(us),Wait Time(us)',
      '1,0,conv,Conv2D,AI_CORE,0,10,0',
      '1,1,conv,Conv2D,AI_CORE,0,30,0',
    ].join('\n');
    expect(rows('kernel_details.csv', text)).toEqual([
      ['task', 'AI_CORE', 'device 0', 0.01],
      ['task', 'AI_CORE', 'device 1', 0.03],
    ]);
  });

  it('a timeline by the process of each device, under its label wherever that stands', () => {
    const task = (pid: number, ts: number, dur: number) => ({
      name: 'conv',
      pid,
      tid: 1,
      ts: String(ts),
      dur,
      ph: 'X',
      args: { 'Task Type': 'AI_CORE', 'Model Id': 4294967295 },
    });
    const label = { name: 'process_labels', pid: 7, ph: 'M', args: { labels: 'NPU 0' } };
    const text = JSON.stringify([task(7, 0, 10), task(9, 0, 30), label, task(7, 20, 10)]);
    expect(rows('msprof_1.json', text)).toEqual([
      ['task', 'AI_CORE', 'NPU 0', 0.01],
      ['task', 'AI_CORE', 'process 9', 0.03],
    ]);
  });
});
