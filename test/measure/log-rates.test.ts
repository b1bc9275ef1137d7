/** Rates in words that many programs use, without a pattern of the user's. */
import { describe, expect, it } from 'vitest';
import { importMeasurements } from '../../src/measure/import.ts';

const rates = (...lines: string[]) =>
  importMeasurements('app.log', `${lines.join('\n')}\n`).measurements.map(({ subject, part, values }) =>
    [subject, part, values['framesPerSecond']].filter((each) => each !== undefined).join(' '),
  );

describe('rates of a program’s log', () => {
  it.each([
    ['fps: 123', 123],
    ['I1202 10:11:12.123456 12345 main.cpp:88] FPS = 30.5', 30.5],
    ['{"level":"info","fps":123.4}', 123.4],
    ['throughput 812 img/s', 812],
    ['Throughput: 1,812.5 images/sec', 1812.5],
    ['\u001b[32m[INFO]\u001b[0m fps: \u001b[1m123\u001b[0m', 123],
    ['processed 1000 images in 3.2 s', 312.5],
    ['processed 1000 images in 3.2 s (311.9 fps)', 312.5],
    ['Processed 1000 frames, took 3200 ms', 312.5],
    ['平均帧率: 25.3', 25.3],
    ['吞吐量：812 张/秒', 812],
    ['共处理 1000 张图片，耗时 3.2 秒', 312.5],
  ])('%s', (line, rate) => {
    expect(rates(line)).toEqual([`program ${rate}`]);
  });

  it.each([
    'throughput 812 MB/s',
    'throughput: 812',
    'Stream #0:0: Video: h264, 1920x1080, 25 fps, 25 tbr',
    'target fps: 25',
    'fps: 30%',
    'processed 1 image in 12 ms',
    'loop 3 QPS = NaN',
  ])('no rate of the program: %s', (line) => {
    expect(rates('fps: 18.5', line)).toEqual(['program 18.5']);
  });

  it.each([
    ['decode=30.1fps infer=28.9fps', ['decode 30.1', 'infer 28.9']],
    ['decode:30.1fps,infer:28.9fps', ['decode 30.1', 'infer 28.9']],
    ['target=25fps infer=28.9fps', ['infer 28.9']],
    ['at 12:30 frames/s of 16=9fps', []],
  ])('behind a sign: %s', (line, expected) => {
    expect(rates('fps: 20', line).filter((rate) => rate !== 'program 20')).toEqual(expected);
  });

  it('of several that of the whole is the program’s, and a stage is called so', () => {
    expect(rates('decode fps: 300', 'infer fps: 120', 'total fps: 100')).toEqual([
      'decode 300',
      'infer 120',
      'program 100',
    ]);
    expect(rates('[channel 0] fps: 25', '[channel 1] fps: 24')).toEqual([
      'channel fps channel 0 25',
      'channel fps channel 1 24',
    ]);
  });

  it('things that are counted on end with the whole run; others are passes', () => {
    expect(rates('processed 100 images in 1 s', 'processed 300 images in 2 s')).toEqual(['program 150']);
    expect(rates('processed 16 images in 40 ms', 'processed 16 images in 80 ms')).toEqual([
      'pass 400',
      'pass 200',
    ]);
  });
});

describe('logs of tools as terminals and files give them', () => {
  const figures = (file: string, text: string) =>
    importMeasurements(file, text).measurements.map(({ subject, part, values }) =>
      [subject, part, values['share'] ?? values['meanMs'] ?? values['framesPerSecond']]
        .filter((each) => each !== undefined)
        .join(' '),
    );

  it('the batch of a result file of benchmark is in its name', () => {
    const text = '[infer] throughputRate: 172.2, Interface throughputRate: 640, moduleLatency: 4.8\n';
    const { measurements } = importMeasurements('perf_vision_batchsize_16_device_0.txt', text);
    expect(measurements).toContainEqual(
      expect.objectContaining({ subject: 'model', byHost: true, values: { meanMs: 25, batch: 16 } }),
    );
    const pure = 'ave_throughputRate = 800samples/s, ave_latency = 1.26ms\n';
    expect(importMeasurements('perf_of_resnet50_bs8_in_device_0.txt', pure).measurements).toMatchObject([
      { subject: 'model resnet50', values: { batch: 8, meanMs: 10 } },
    ]);
  });

  it('usages of several NPUs and chips, named before or behind them', () => {
    const usages = (npu: number, percent: number) =>
      `\tNPU ID : ${npu}\n\tChip Count : 1\n\tAicore Usage Rate(%) : ${percent}\n\tChip ID : 0\n`;
    expect(figures('u.txt', usages(0, 66) + usages(1, 22))).toEqual([
      'aicore NPU 0 chip 0 0.66',
      'aicore NPU 1 chip 0 0.22',
    ]);
    const chip = (id: number, percent: number) => `\tChip ID : ${id}\n\tAicore Usage Rate(%) : ${percent}\n`;
    expect(figures('c.txt', `\tNPU ID : 8\n${chip(0, 50)}${chip(1, 10)}`)).toEqual([
      'aicore NPU 8 chip 0 0.5',
      'aicore NPU 8 chip 1 0.1',
    ]);
  });

  it('watch in colours, top with decimal commas, free in Chinese', () => {
    const smi =
      '\u001b[H\u001b[2J| 0 310P3 | Critical Alarm | 15.8 42 0 / 0 |\n| 0 0 | 0000:82:00.0 | \u001b[31m37\u001b[0m 1 / 2 |\n';
    expect(figures('w.txt', smi)).toContain('aicore NPU 0 chip 0 0.37');
    expect(figures('t.txt', '%Cpu(s): 20,0 us,  5,0 sy, 75,0 id,  0,0 wa\n')).toEqual(['host 0.25']);
    const free = '              总计         已用        空闲\n内存：   65536000    16384000    40000000\n';
    expect(figures('f.txt', free)).toContain('hostMemory 0.25');
  });

  it('a table of ais_bench whose first head is empty, and a number with its unit', () => {
    const table = '│ │ min │ max │ mean │\n│ NPU_compute_time │ 7.1 │ 9.2 │ 8.0 │\n';
    expect(figures('a.log', table)).toEqual(['model 8']);
    const line =
      'NPU_compute_time (ms): min = 1 ms, max = 3 ms, mean = 2 ms, median = 2 ms, percentile(99%) = 3 ms\n';
    expect(figures('a.log', line)).toEqual(['model 2']);
  });
});
