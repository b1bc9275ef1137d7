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
        kind: 'task',
        subject: 'aicpu Cast',
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

describe('heads and signs of other versions', () => {
  const rows = (from: number, to: number) => [`1,a,AI_CORE,0,${from}`, `1,b,AI_CORE,${to},${from}`];
  const head = 'Model ID,Op Name,Task Type,Task Start Time(us),Task Duration(us)';
  const spanOf = (text: string) =>
    importMeasurements('op_summary.csv', text).measurements.find(({ subject }) => subject === 'model 1')
      ?.values['meanMs'];

  it.each([
    ['nanoseconds', head.replaceAll('us', 'ns'), rows(100_000, 150_000)],
    ['milliseconds', head.replaceAll('us', 'ms'), rows(0.1, 0.15)],
    [
      'a start in ns, a duration in us',
      head.replace('Time(us)', 'Time(ns)'),
      ['1,a,X,0,100', '1,b,X,150000,100'],
    ],
    ['a blank before the unit', head.replaceAll('(', ' ('), rows(100, 150)],
    ['underscores', head.replaceAll(' ', '_'), rows(100, 150)],
  ])('%s', (_, heading, lines) => {
    expect(spanOf([heading, ...lines].join('\n'))).toBeCloseTo(0.25, 9);
  });

  it.each([';', '\t'])('cells with %j between them, with one that holds the sign itself', (sign) => {
    const text = [`${head},Input Shapes`, ...rows(100, 150).map((row) => `${row},"1;2\t3"`)].join('\n');
    expect(spanOf(text.replaceAll(',', sign))).toBeCloseTo(0.25, 9);
  });

  it('a unit of another kind is none', () => {
    expect(() => importMeasurements('t.csv', 'Op Name,Task Duration(%)\na,5\n')).toThrow(
      'no known msprof table',
    );
  });
});

describe('tables of memory, links and the host', () => {
  const figures = (text: string) =>
    importMeasurements('t.csv', text).measurements.map(({ subject, part, values }) =>
      [subject, part, ...Object.values(values)].filter((each) => each !== undefined).join(' '),
    );

  it('memory by who holds it: the most at once, of each device', () => {
    const head = 'Device_id,Component,Timestamp(us),Total Reserved(KB),Device';
    expect(figures(`${head}\n0,GE,1,2,NPU:0\n0,GE,2,8,NPU:0\n0,GE,3,4,NPU:0\n1,GE,3,5,NPU:1\n`)).toEqual([
      'memory of GE, peak device 0 8192',
      'memory of GE, peak device 1 5120',
    ]);
    const many = Array.from({ length: 1200 }, (_, i) => `M${i},1\n`).join('');
    expect(figures(`Component,Total Reserved(KB)\n${many}M7,5\n`)).toContain('memory of M7, peak 5120');
    const operators = 'Name,Size(KB),Allocation Total Reserved(KB)\nconv,1,3\nfc,1,9\n';
    expect(figures(operators)).toEqual(['memory of operators, peak 9216']);
  });

  it('links, network and disks', () => {
    expect(figures('Mode,Max,Min,Average\nTx (MB/s),400,0,100\nRx (GB/s),1,0,0.5\n')).toEqual([
      'HCCS sent, average 100000000',
      'HCCS received, average 500000000',
    ]);
    expect(figures('Rx Bandwidth efficiency(%),Tx Bandwidth efficiency(%),funcId\n10,20,0\n')).toEqual([
      'network rx 0.1',
      'network tx 0.2',
    ]);
    expect(figures('Device_id,Peak Disk Read(KB/s),Peak Disk Write(KB/s)\nhost,1000,500\n')).toEqual([
      'disk read, peak 1024000',
      'disk write, peak 512000',
    ]);
  });

  it('the host as a whole, and its processes', () => {
    expect(figures('Total Cpu Numbers,Occupied Cpu Numbers,Recommend Cpu Numbers\n64,8,10\n')).toEqual([
      'host 0.125',
    ]);
    expect(figures('Total Memory(KB),Peak Used Memory(KB)\n8,2\n')).toEqual([
      'hostMemory 0.25',
      'hostMemory 8192',
    ]);
    expect(figures('Memory Total(kB),Memory Free(kB)\n8,2\n')).toEqual([
      'systemMemory 0.75',
      'systemMemory 8192',
    ]);
    expect(figures('PID,Name,CPU(%)\n12,main,150\n')).toEqual(['process main 1.5']);
  });

  it('stages that a program marks, and steps of a framework', () => {
    const marks =
      'pid,Start_time(us),End_time(us),message\n1,100,200,resize\n1,300,600,resize\n1,700,700,point\n';
    expect(figures(marks)).toEqual([expect.stringMatching(/^resize 2 0\.4\d* 0\.2/)]);
    const steps = 'Step,Computing,Communication(Not Overlapped),Free\n1,9000,0,1000\n';
    expect(figures(steps)).toEqual([expect.stringMatching(/^iteration 1 10 /)]);
  });

  it('a table that tells nothing of a run is named', () => {
    const text = 'Model Name,Fusion Op,Original Ops\nm,conv1,conv1;relu1\n';
    expect(() => importMeasurements('t.csv', text)).toThrow('msprof fusion_op');
  });
});
