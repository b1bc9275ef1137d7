import { describe, expect, it } from 'vitest';
import { measurementText } from '../../src/measure/errors.ts';
import { importMeasurements } from '../../src/measure/import.ts';

const brief = (text: string) =>
  importMeasurements('t.csv', text).measurements.map(({ kind, subject, values, source }) => ({
    kind,
    subject,
    values,
    line: source.line,
  }));

describe('op_summary', () => {
  const header =
    'Device_id,Model Name,Model ID,Task ID,Stream ID,Op Name,OP Type,Task Type,Task Start Time(us),Task Duration(us),Block Num';

  it('sums tasks by type and the operators of one execution of each model', () => {
    const text = [
      header,
      '0,resnet50,1,1,3,conv1,Conv2D,AI_CORE,100,1500,2',
      '0,resnet50,1,2,3,fc,MatMul,AI_CORE,1700,1000,2',
      '0,resnet50,1,1,3,conv1,Conv2D,AI_CORE,2800,1700,2',
      '0,resnet50,1,2,3,fc,MatMul,AI_CORE,4600,800,2',
      '0,N/A,4294967295,9,3,cast,Cast,AI_CPU,6000,40,1',
    ].join('\n');
    expect(brief(text)).toEqual([
      {
        kind: 'task',
        subject: 'AI_CORE',
        values: { count: 4, totalMs: 5, meanMs: 1.25, minMs: 0.8, maxMs: 1.7 },
        line: 2,
      },
      {
        kind: 'task',
        subject: 'AI_CPU',
        values: { count: 1, totalMs: 0.04, meanMs: 0.04, minMs: 0.04, maxMs: 0.04 },
        line: 6,
      },
      {
        kind: 'latency',
        subject: 'model resnet50',
        values: { meanMs: 2.6, count: 2, minMs: 2.6, maxMs: 2.6 },
        line: 2,
      },
      {
        kind: 'latency',
        subject: 'operators of model resnet50',
        values: { meanMs: 2.5, count: 2 },
        line: 2,
      },
    ]);
  });

  it('finds its columns by name in any order, with a byte order mark', () => {
    const text = '\ufeffTask Duration(us),Task Type,Op Name\r\n82.11,AI_CORE,add_custom\r\n';
    expect(brief(text)).toMatchObject([{ subject: 'AI_CORE', values: { count: 1, meanMs: 0.08211 } }]);
  });

  it('leaves out a row without a time, and says a negative one', () => {
    const text = 'Op Name,Task Type,Task Duration(us)\na,AI_CORE,N/A\nb,AI_CORE,-3\nc,AI_CORE,5\n';
    const imported = importMeasurements('t.csv', text);
    expect(imported.measurements).toHaveLength(1);
    expect(imported.problems.map(({ line, what }) => [line, measurementText(what, 'en')])).toEqual([
      [2, '2 of 3 rows have no usable task duration(us) (N/A at line 2, -3 at line 3); left out'],
    ]);
  });
});

describe('the other tables of msprof', () => {
  it('op_statistic', () => {
    const text =
      'Model Name,OP Type,Core Type,Count,Total Time(us),Min Time(us),Avg Time(us),Max Time(us),Ratio(%)\nm,Conv2D,AI_CORE,4,2000,400,500,700,80\n';
    expect(brief(text)).toMatchObject([
      {
        kind: 'task',
        subject: 'AI_CORE Conv2D',
        values: { count: 4, totalMs: 2, meanMs: 0.5, minMs: 0.4, maxMs: 0.7 },
      },
    ]);
  });

  it('task_time, current and legacy', () => {
    const current =
      'kernel_name,kernel_type,stream_id,task_id,task_time(us),task_start(us),task_stop(us)\nconv,AI_CORE,3,1,900,0,900\nconv,AI_CORE,3,2,1100,900,2000\n';
    expect(brief(current)).toMatchObject([{ subject: 'AI_CORE', values: { count: 2, meanMs: 1 } }]);
    const engines =
      'kernel_name,kernel_type,stream_id,task_id,task_time(us),task_start(us),task_stop(us)\nJPEGD,DVPP,5,1,2400,0,2400\nVPC,DVPP,5,2,500,2400,2900\n';
    expect(brief(engines)).toMatchObject([
      { subject: 'JPEGD', values: { meanMs: 2.4 } },
      { subject: 'VPC', values: { meanMs: 0.5 } },
    ]);
    const legacy =
      'Time(%),Time(us),Count,Avg(us),Min(us),Max(us),Waiting(us),Running(us),Pending(us),Type,API,Task ID,Op Name,Stream ID\n50,3000,3,1000,900,1200,0,0,0,kernel AI core task,x,1,conv,3\n';
    expect(brief(legacy)).toMatchObject([
      { subject: 'kernel AI core task', values: { count: 3, meanMs: 1 } },
    ]);
  });

  it('api_statistic and the older runtime_api', () => {
    const statistic =
      'Level,API Name,Time(us),Count,Avg(us),Min(us),Max(us),Variance\nacl,aclmdlExecute,2850,1,2850,2850,2850,0\n';
    expect(brief(statistic)).toMatchObject([
      { kind: 'api', subject: 'aclmdlExecute', values: { count: 1, meanMs: 2.85 } },
    ]);
    const runtime =
      'Name,Stream ID,Time(%),Time(ns),Calls,Avg(ns),Min(ns),Max(ns),Process ID,Thread ID\nMemcpyAsync,3,10,500000,2,250000,1,2,1,1\n';
    expect(brief(runtime)).toMatchObject([{ subject: 'MemcpyAsync', values: { count: 2, meanMs: 0.25 } }]);
  });

  it('dvpp and pcie', () => {
    const dvpp =
      'Dvpp Id,Engine Type,Engine ID,All Time(us),All Frame,All Utilization(%)\n0,JPEGD,0,2800000,1000,87.5\n';
    expect(brief(dvpp)).toMatchObject([
      { kind: 'utilization', subject: 'jpegd', values: { share: 0.875 } },
      { kind: 'task', subject: 'jpegd', values: { count: 1000, meanMs: 2.8 } },
    ]);
    const pcie = 'Mode,Min,Max,Avg\nTx_p_avg(MB/s),1,4000,3170\nTx_latency_avg(us),1,2,3\n';
    expect(brief(pcie)).toMatchObject([
      { kind: 'bandwidth', subject: 'h2d average', values: { bytesPerSecond: 3.17e9 } },
    ]);
  });
});

it('a share is read with its sign too', () => {
  const text = 'Engine Type,All Time(us),All Frame,All Utilization(%)\nJPEGD,2000,20,40%\n';
  const { measurements, problems } = importMeasurements('dvpp_1.csv', text);
  expect(measurements).toContainEqual(expect.objectContaining({ subject: 'jpegd', values: { share: 0.4 } }));
  expect(problems).toEqual([]);
});
