/** A small report of each form that the readers know beside test/cases/measurements, as seeds of mutated ones. */
const TABLES = [
  'Device_id,Model ID,Op Name,Task Type,Task Start Time(us),Task Duration(us)\r0,1,a,AI_CORE,0,10\r0,1,b,AI_CORE,15,30\r',
  'Name,Type,Accelerator Core,Start Time(us),Duration(us)\nconv,Conv2D,AI_CORE,100,20\nfc,MatMul,AI_CORE,130,9\n',
  'kernel_name,kernel_type,stream_id,task_id,task_time(us),task_start(us),task_stop(us)\nJPEGD,DVPP,5,1,24,0,24\n',
  'Time(%),Time(us),Count,Avg(us),Min(us),Max(us),Waiting(us),Running(us),Pending(us),Type,API,Task ID,Op Name,Stream ID\n50,3000,3,1000,900,1200,0,0,0,kernel AI core task,x,1,conv,3\n',
  'Timestamp(us),Node,Compute_time(us),Memcpy_time(us),Task_time(us),Dispatch_time(us),Total_time(us)\n1,cast,5,1,6,2,9\n',
  'Name,Type,Start Time(us),Time(us),Count,Avg(us),Min(us),Max(us),Process ID,Thread ID\naclrtMemcpy,ACL_RTS,1,30,3,10,9,11,7,8\n',
  'Infer ID,Module,API,Start Time(us),Duration(us)\n1,ACL,aclmdlExecute,100,2500\n1,GE,Infer,110,2400\n',
  'Dvpp Id,Engine Type,Engine ID,All Time(us),All Frame,All Utilization(%)\n0,JPEGD,0,2800000,1000,87.5%\n',
  'Metric,Read(MB/s),Write(MB/s)\nAverage,3100,1200\nMax,"9,000",4000\n',
  'Device_id,Event,DDR(KB),HBM(KB),Memory(KB),Timestamp(us)\n0,app,100,0,100,1\n0,device,900,0,900,2\n',
  'CPU Type,User(%),Sys(%),IoWait(%),Irq(%),Soft(%),Idle(%)\nAI CPU,1,2,0,0,0,97\n',
  'Mode,Min,Max,Avg\nTx_p_avg(MB/s),1,4000,3170\nRx (GB/s),0,1,0.5\n',
  'Rx Bandwidth efficiency(%),Tx Bandwidth efficiency(%),funcId\n10,20,0\n',
  'Device_id,Peak Disk Read(KB/s),Peak Disk Write(KB/s)\nhost,1000,500\n',
  'Device_id,Netcard Speed(KB/s),Peak Used Speed(KB/s)\nhost,100000,500\n',
  'Device_id,Component,Timestamp(us),Total Reserved(KB),Device\n0,GE,1,2,NPU:0\n1,GE,2,8,NPU:1\n',
  'Name;Size(KB);Allocation Total Reserved(KB)\nconv;1;3\nfc;1;9\n',
  'Total Cpu Numbers\tOccupied Cpu Numbers\tRecommend Cpu Numbers\n64\t8\t10\n',
  'Total Memory(KB),Peak Used Memory(KB)\n8,2\n',
  'Memory Total(kB),Memory Free(kB)\n8,2\n',
  'PID,Name,CPU(%)\n12,main,150\n',
  'pid,Start_time(us),End_time(us),message\n1,100,200,resize\n1,300,600,resize\n',
  'Step,Computing,Communication(Not Overlapped),Free\n1,9000,0,1000\n',
  'Model Name,Fusion Op,Original Ops\nm,conv1,conv1;relu1\n',
];

const LOGS = [
  'mem_size = 82083328 model_size = 51409920\nget model input index = 0 get size = 4816896\n',
  `[INFO] NPU_compute_time (ms): min = 21.5, max = 23, mean = 21.94, median = 21.9, percentile(99%) = 22.8
[INFO] throughput 1000*batchsize.mean(16)/NPU_compute_time.mean(21.94): 729.25
│ Metric │ min (ms) │ max (ms) │ mean (ms) │\n│ H2D_latency │ 0.78 │ 1.53 │ 0.81 │\n`,
  `[INFO] load model ./resnet50_bs16.om success\nInference time: 180ms\nInference time: 21.9ms
Inference time: 22ms\nInference average time without first time: 21.95 ms\n`,
  'Host to Device test\nSize(Bytes)  Execute Times  Bandwidth(GB/s)\n33554432  40  3.17\nd2h bandwidth: 2.9 GB/s\n',
  `procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----
 r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st
 1  0      0 812345  12345 234567    0    0     5    10  100  200  5  2 93  0  0
 4  0      0 812345  12345 234567    0    0     0     0  900 2000 60 15 25  0  0\n`,
  `10:00:01 AM   UID      TGID       TID    %usr %system  %guest   %wait    %CPU   CPU  Command
10:00:02 AM  1000      4711         -  150.00   30.00    0.00    0.00  180.00     3  app main
10:00:02 AM  1000         -      4712   90.00    5.00    0.00    0.00   95.00     3  |__decode\n\n`,
  `              total        used        free\nMem:       65536000    16384000    40000000
              总计         已用        空闲\n内存：   65536000    16384000    40000000\n`,
  'MemTotal:       65536000 kB\nMemFree:        1000 kB\nMemAvailable:   49152000 kB\n',
  'total kB         81920   40960   30000\n total   81920K\n',
  `avg-cpu:  %user   %nice %system %iowait  %steal   %idle\n          60.00    0.00   15.00    0.00    0.00   25.00

Device            r/s     w/s  %util\nsda              1.00    2.00  40.00\n`,
  `10:00:01        CPU     %user     %nice   %system   %iowait    %steal     %idle
10:00:02        all     60.00      0.00     15.00      0.00      0.00     25.00

10:00:01        IFACE   rxpck/s   txpck/s    rxkB/s    txkB/s
10:00:02         eth0      1.00      2.00    300.00     40.00\n`,
  'decode=30.1fps infer=28.9fps\n共处理 1000 张图片，耗时 3.2 秒\n{"level":"info","fps":123.4}\n',
  'infer cost 11.4 ms\nmodel r50 batch 8 took 9 ms\ndecode: 1000 items in 3.2 s\n',
  'NPU ID：0\nChip Count：1\nAicore Usage Rate(%)：45\nHBM Usage Rate(%) ：12\n',
];

const call = (ph: string, ts: number, tid: number, name: string, more: object = {}): object => ({
  ...{ name: `AscendCL@${name}`, ph, ts, pid: 1, tid },
  args: { level: 'acl', 'Thread Id': tid, connection_id: ts },
  ...more,
});
const task = (ts: number, dur: number): object => ({
  ...{ name: 'AI_CORE', ph: 'X', ts, dur, pid: 9, tid: 3 },
  args: { 'Task Type': 'AI_CORE', 'Model Id': 1, connection_id: ts },
});

const JSONS: unknown[] = [
  ['B', 'E', 'B', 'E'].map((ph, i) => call(ph, 100 * i, 1, 'aclmdlExecute')),
  {
    traceEvents: [
      ...[10, 500, 900].map((ts) => call('X', ts, 7, 'aclrtMemcpyAsync', { dur: 5.5 })),
      ...[20, 520, 920].map((ts) => call('X', ts, 7, 'aclrtSynchronizeStream', { dur: '300.125' })),
      ...[10, 500, 900].map((ts) => task(ts, 250)),
    ],
  },
  {
    ...{ benchKit: 1, soc: 'Ascend310', cann: '', date: '2026-01-01', device: 0 },
    parts: [
      { what: 'copy', mode: 'sync', direction: 'h2d', memory: 'pinned', bytes: 1e6 },
      { what: 'model', model: 'resnet50', batch: 8 },
      { what: 'jpegd', mode: 'async', width: 1920, height: 1080, bytes: 3e5, channels: 2 },
      { what: 'submission', mode: 'async' },
    ].map((part) => ({
      ...part,
      runs: [1, 3].map((calls) => ({ calls, ms: 2 * calls + 1, hostMs: calls })),
    })),
  },
  {
    rows: [
      { settings: { batch: 8 }, qps: 100, aiCorePct: 45 },
      { settings: { batch: 16 }, qps: null },
    ],
  },
];

/** By names as their files have them. */
export const MEASUREMENT_TEXTS: readonly (readonly [file: string, text: string])[] = [
  ...TABLES.map((text, i) => [`table_${i}.csv`, text] as const),
  ...LOGS.map((text, i) => [`log_${i}.txt`, text] as const),
  ...JSONS.map((value, i) => [`msprof_${i}.json`, JSON.stringify(value)] as const),
];
