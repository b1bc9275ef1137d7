import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importMeasurements } from '../../src/measure/import.ts';
import { ImportError } from '../../src/measure/errors.ts';

const read = (file: string, text: string) => importMeasurements(file, text).measurements;
const brief = (file: string, text: string) =>
  read(file, text).map(({ kind, subject, values }) => [kind, subject, values]);

describe('tools of tuning courses', () => {
  it('reads a frame counter with and without the resize count', () => {
    const text = [
      'watch_frame_out loop_count = 1 copy-count = 1664 jpeg-count = 1664 vpc-count = 1664 QPS = 332.000',
      'watch_frame_out loop_count = 2 copy-count = 3520 jpeg-count = 3520 QPS = 704.000',
    ].join('\n');
    expect(brief('app.log', text)).toEqual([
      ['throughput', 'program', { framesPerSecond: 332 }],
      ['throughput', 'program', { framesPerSecond: 704 }],
    ]);
    expect(read('app.log', text)[1]?.source).toEqual({ file: 'app.log', line: 2 });
  });

  it('reads the device monitor, a timed loop and sizes of a model', () => {
    const text = [
      'mem_util = 32, ai_core_util = 97, ai_cpu_util = 0, ctrl_cpu_util = 0, mem_band_width = 39',
      'Completed in 2.006 secs ',
      'mem_size = 82083328 model_size = 51409920',
      'get model input index = 0 get size = 4816896',
    ].join('\r\n');
    expect(brief('run.txt', text)).toEqual([
      ['utilization', 'memory', { share: 0.32 }],
      ['utilization', 'aicore', { share: 0.97 }],
      ['utilization', 'aicpu', { share: 0 }],
      ['utilization', 'ctrlcpu', { share: 0 }],
      ['utilization', 'memoryBandwidth', { share: 0.39 }],
      ['duration', 'loop', { seconds: 2.006 }],
      ['size', 'modelWork', { bytes: 82083328 }],
      ['size', 'modelWeights', { bytes: 51409920 }],
      ['size', 'modelInput', { bytes: 4816896 }],
    ]);
  });
});

describe('npu-smi', () => {
  it('reads usages, and nothing of a memory that the chip lacks', () => {
    const text = [
      '\tNPU ID                         : 0',
      '\tDDR Capacity(MB)               : 0',
      '\tDDR Usage Rate(%)              : 7',
      '\tHBM Capacity(MB)               : 65536',
      '\tHBM Usage Rate(%)              : 3',
      '\tAicore Usage Rate(%)           : 81',
      '\tCtrlcpu Usage Rate(%)          : 2',
      '\tDDR Bandwidth Usage Rate(%)    : 0',
      '\tHBM Bandwidth Usage Rate(%)    : 44',
    ].join('\n');
    expect(brief('usages.txt', text)).toEqual([
      ['size', 'deviceMemory', { bytes: 65536 * 1024 * 1024 }],
      ['utilization', 'memory', { share: 0.03 }],
      ['utilization', 'aicore', { share: 0.81 }],
      ['utilization', 'ctrlcpu', { share: 0.02 }],
      ['utilization', 'memoryBandwidth', { share: 0.44 }],
    ]);
  });

  it('reads the table of npu-smi info', () => {
    const text = [
      '| 0       310P3     | OK              | 15.8         42                0    / 0              |',
      '| 0       0         | 0000:82:00.0    | 12           1074 / 21534                            |',
    ].join('\n');
    expect(brief('info.txt', text)).toEqual([
      ['utilization', 'aicore', { share: 0.12 }],
      ['utilization', 'memory', { share: 1074 / 21534 }],
      ['size', 'deviceMemory', { bytes: 21534 * 1024 * 1024 }],
    ]);
  });
});

describe('inference benchmarks', () => {
  const latency = { minMs: 21.5, maxMs: 23, meanMs: 21.94, medianMs: 21.9, p99Ms: 22.8 };

  it('reads ais_bench as lines and as a table', () => {
    const line =
      '[INFO] NPU_compute_time (ms): min = 21.5, max = 23, mean = 21.94, median = 21.9, percentile(99%) = 22.8';
    const row = '│ NPU_compute_time (ms) │ 21.5 │ 23 │ 21.94 │ 21.9 │ 22.8 │';
    expect(brief('ais.log', line)).toEqual([['latency', 'model', latency]]);
    expect(brief('ais.log', row)).toEqual([['latency', 'model', latency]]);
  });

  it('reads each row of a table of ais_bench by the heads of its columns', () => {
    const text = [
      '| Metric           | max (ms) | P99 (ms) | mean (ms) | median(ms) | min (ms) |',
      '+==================+==========+==========+===========+============+==========+',
      '| H2D_latency      | 1.53     | 1.22     | 0.812     | 0.8        | 0.781    |',
      '| NPU_compute_time | 23       | 22.8     | 21.94     | 21.9       | 21.5     |',
      '| D2H_latency      | 0.211    | 0.15     | 0.071     | 0.068      | 0.06     |',
      '| something_else   | 1        | 1        | 1         | 1          | 1        |',
    ].join('\n');
    expect(brief('ais.log', text)).toEqual([
      ['latency', 'h2d', { minMs: 0.781, maxMs: 1.53, meanMs: 0.812, medianMs: 0.8, p99Ms: 1.22 }],
      ['latency', 'model', latency],
      ['latency', 'd2h', { minMs: 0.06, maxMs: 0.211, meanMs: 0.071, medianMs: 0.068, p99Ms: 0.15 }],
    ]);
  });

  it.each([
    '[INFO] throughput 1000*batchsize(16)/NPU_compute_time.mean(21.94): 729.25',
    '[INFO] throughput 1000*batchsize.mean(16)/NPU_compute_time.mean(21.94): 729.25',
    '[INFO] Throughput 1000*batchsize.mean(16)/NPU_compute_time.mean(21.94): 729.25',
  ])('reads the batch and the rate of %s', (line) => {
    expect(brief('ais.log', line)).toEqual([
      ['throughput', 'model', { framesPerSecond: 729.25, batch: 16, meanMs: 21.94 }],
    ]);
  });

  it('tells msame with its first run from without', () => {
    const text = [
      'Inference time: 105.365ms',
      'Inference average time : 107.4 ms',
      'Inference average time without first time: 105.42 ms',
    ].join('\n');
    expect(brief('msame.log', text)).toEqual([
      ['latency', 'model with its first run', { meanMs: 107.4 }],
      ['latency', 'model', { meanMs: 105.42 }],
    ]);
  });

  it('takes the runs of a model where msame was cut off before its means, without the slow first', () => {
    const text = [
      '[INFO] load model ./resnet50_bs16.om success',
      ...[180, 21.9, 21.9, 22, 22.2].map((ms) => `Inference time: ${ms}ms`),
      '[INFO] load model ./yolov3_bs1.om success',
      ...[12, 12.2].map((ms) => `Inference time: ${ms}ms`),
      'Inference time: 1',
    ].join('\n');
    expect(brief('msame.log', text)).toEqual([
      ['latency', 'model resnet50', { meanMs: 22, count: 4, minMs: 21.9, maxMs: 22.2, batch: 16 }],
      ['latency', 'model yolov3', { meanMs: 12.1, count: 2, minMs: 12, maxMs: 12.2, batch: 1 }],
    ]);
    expect(importMeasurements('msame.log', text).problems.map(({ what }) => what)).toEqual([
      { id: 'first-run-left-out', data: { subject: 'model resnet50', ms: 180 } },
    ]);
  });

  it('reads both modes of benchmark', () => {
    const text = [
      '[INFO] ave_throughputRate: 323.826samples/s, ave_latency: 3.08851ms',
      'ave_throughputRate = 244.742samples/s, ave_latency = 4.15733ms',
      '[e2e] throughputRate: 156.123, latency: 320261',
      '[infer] throughputRate: 156.862, Interface throughputRate: 291.04, moduleLatency: 5.1523',
    ].join('\n');
    expect(brief('bench.log', text)).toEqual([
      ['throughput', 'model', { framesPerSecond: 323.826, sampleMs: 3.08851 }],
      ['throughput', 'model', { framesPerSecond: 244.742, sampleMs: 4.15733 }],
      ['throughput', 'program', { framesPerSecond: 156.123 }],
      ['throughput', 'infer', { framesPerSecond: 156.862 }],
      ['throughput', 'infer interface', { framesPerSecond: 291.04 }],
      ['latency', 'infer', { meanMs: 5.1523 }],
    ]);
  });
});

describe('ascend-dmi', () => {
  it('takes a bandwidth with its unit, or a table under a heading that has it', () => {
    const text = ['Host to Device test', 'Size(Bytes)  Execute Times  Bandwidth(GB/s)', '33554432  40  3.17'];
    expect(brief('dmi.txt', text.join('\n'))).toEqual([
      ['bandwidth', 'h2d', { bytesPerSecond: 3.17e9, bytes: 33554432 }],
    ]);
    expect(brief('dmi.txt', 'd2h bandwidth: 2.9 GB/s')).toEqual([
      ['bandwidth', 'd2h', { bytesPerSecond: 2.9e9 }],
    ]);
  });
});

describe('what is no measurement', () => {
  it.each([
    ['empty.log', '', 'no measurement found'],
    ['prose.txt', 'nothing to see\nhere', 'no measurement found'],
    ['x.bin', 'a\0b', 'binary'],
    ['x.csv', 'a,b\n1,2\n', 'no known msprof table'],
    ['cut.csv', 'Op Name,Task Duration(us)\n"never closed,1\n', 'cut.csv:2'],
  ])('%s is refused in one line that names it', (file, text, why) => {
    const attempt = () => importMeasurements(file, text);
    expect(attempt).toThrow(ImportError);
    expect(attempt).toThrow(why);
    expect(attempt).toThrow(new RegExp(`^${file.replace('.', '\\.')}[^\\n]*$`));
  });

  it('takes no negative, infinite or textual number', () => {
    const text =
      'x loop_count = 1 QPS = -5\nx loop_count = 2 QPS = 1e999\nx loop_count = 3 QPS = NaN\nCompleted in 1 secs';
    expect(brief('odd.log', text)).toEqual([['duration', 'loop', { seconds: 1 }]]);
  });

  it('never throws anything but ImportError, and gives finite numbers >= 0', () => {
    const fragment = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'QPS = ',
        'loop_count = 1 ',
        'Completed in ',
        ' : 5',
        ',',
        '\n',
        '"',
        '| 0 0 | x | 1 2 / 3',
      ),
      fc.double().map(String),
    );
    const name = fc.constantFrom('a.csv', 'a.log');
    fc.assert(
      fc.property(name, fc.array(fragment), (file, parts) => {
        try {
          for (const { values } of read(file, parts.join(''))) {
            for (const value of Object.values(values))
              expect(Number.isFinite(value) && value >= 0).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ImportError);
        }
      }),
    );
  });

  it('is not slowed down by a long hostile line', () => {
    const text = `${'| 0 '.repeat(500_000)}\n${'h2d '.repeat(500_000)}\nCompleted in 2 secs`;
    expect(read('long.log', text)).toHaveLength(1);
  });
});
