/** What nothing calls is read as others would call it: each function, or class, a program of its own. */
import { describe, expect, it } from 'vitest';
import type { ProgramAnalysis } from '../../src/analyzer/analysis.ts';
import { analyzerOf, callsIn } from '../support/analyzer.ts';

interface Read {
  programs: ProgramAnalysis[];
  beside: ProgramAnalysis[];
  /** `rule:line`, with `*` where nothing calls what it is in. */
  findings: string[];
}

async function read(files: Record<string, string> | string, entries: string[] = []): Promise<Read> {
  const analyzer = await analyzerOf(typeof files === 'string' ? { 'net.cpp': files } : files, { entries });
  const findings = analyzer
    .findings()
    .sort((a, b) => a.range.line - b.range.line)
    .map(({ rule, range, entry }) => `${rule}:${range.line}${entry ? '*' : ''}`);
  const found = { programs: analyzer.programs(), beside: analyzer.beside(), findings };
  analyzer.dispose();
  return found;
}

const names = (programs: readonly ProgramAnalysis[]): string[] => programs.map(({ name }) => name);

const loop = (id: string) => `uint32_t id = ${id}; aclmdlDataset *i, *o;
  for (int n = 0; n < 500; n++) aclmdlExecute(id, i, o);`;

const NET = `class Net {
public:
  Net() { aclrtCreateStream(&stream_); }
  void close() { aclmdlUnload(id_); aclrtDestroyStream(stream_); }
  void fetch(void *to) { aclrtMemcpy(to, 4000, output_, 4000, ACL_MEMCPY_DEVICE_TO_HOST); }
  void run() { aclmdlExecuteAsync(id_, in_, out_, stream_); aclrtSynchronizeStream(stream_); }
  void feed(const void *from) { aclrtMemcpy(input_, 150528, from, 150528, ACL_MEMCPY_HOST_TO_DEVICE); }
  int open(const char *path) {
    aclmdlLoadFromFile(path, &id_);
    aclrtMalloc(&input_, 150528, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMalloc(&output_, 4000, ACL_MEM_MALLOC_HUGE_FIRST);
    in_ = aclmdlCreateDataset();
    out_ = aclmdlCreateDataset();
    aclmdlAddDatasetBuffer(in_, aclCreateDataBuffer(input_, 150528));
    aclmdlAddDatasetBuffer(out_, aclCreateDataBuffer(output_, 4000));
    return 0;
  }
private:
  uint32_t id_ = 0;
  aclrtStream stream_ = nullptr;
  void *input_ = nullptr, *output_ = nullptr;
  aclmdlDataset *in_ = nullptr, *out_ = nullptr;
};`;

describe('a class that nothing uses', () => {
  it('take the execution of a model for the frame, and not the copies in a loop beside it', async () => {
    const { programs } = await read(`#include <vector>
struct Net {
  uint32_t id; aclmdlDataset *in, *out; aclrtStream s; std::vector<void *> from, to;
  void run() {
    aclmdlExecuteAsync(id, in, out, s);
    for (size_t i = 0; i < to.size(); i++) aclrtMemcpyAsync(to[i], 64, from[i], 64, ACL_MEMCPY_DEVICE_TO_DEVICE, s);
  }
};`);
    expect(names(programs)).toEqual(['Net::run']);
    const [thread] = programs[0]!.pipeline.threads;
    expect(thread!.program).toMatchObject([
      { kind: 'repeat', times: 'forever', body: [{ engine: 'aicore' }, { kind: 'repeat' }] },
    ]);
  });

  it('is made and set up once, and its methods are called once a frame in the order of what they write and read', async () => {
    const { programs, findings } = await read(NET);
    expect(names(programs)).toEqual(['Net']);
    const [net] = programs;
    expect(net).toMatchObject({ kind: 'entry', pipeline: { coverage: { verdict: 'complete' } } });
    expect(net?.pipeline.threads).toMatchObject([
      {
        program: [
          {
            kind: 'repeat',
            times: 'forever',
            frameLoop: true,
            body: [
              { call: 'aclrtMemcpy' },
              { call: 'aclmdlExecuteAsync' },
              { kind: 'wait' },
              { call: 'aclrtMemcpy' },
            ],
          },
        ],
      },
    ]);
    expect(net?.pipeline.streams).toHaveLength(1);
    expect(net?.pipeline.unknowns[0]).toMatchObject({ code: 'entry', detail: 'Net' });
    expect(findings).toEqual(['memcpy-sync-in-loop:5*', 'sync-each-submission:6*', 'memcpy-sync-in-loop:7*']);
  });

  it('is a program for each of two ways to do a frame, which are never summed', async () => {
    const { programs } = await read(`class Net { public:
  void sync() { aclmdlExecute(id_, in_, out_); }
  void async(aclrtStream s) { aclmdlExecuteAsync(id_, in_, out_, s); aclrtSynchronizeStream(s); }
  uint32_t id_; aclmdlDataset *in_, *out_; };`);
    expect(names(programs)).toEqual(['Net::sync', 'Net::async']);
    expect(programs.map(({ pipeline }) => callsIn(pipeline))).toEqual([
      ['aclmdlExecute'],
      ['aclmdlExecuteAsync'],
    ]);
  });

  it('does what its own method calls once, and no helper of it by itself', async () => {
    const { programs } = await read(`class Net { public:
  void frame() { copy(); infer(); }
  private: void copy() { aclrtMemcpy(d_, 64, h_, 64, ACL_MEMCPY_HOST_TO_DEVICE); }
  void infer() { aclmdlExecute(id_, in_, out_); }
  uint32_t id_; aclmdlDataset *in_, *out_; void *d_, *h_; };`);
    expect(names(programs)).toEqual(['Net::frame']);
  });

  it('tells the end of a stream when it closes, and not in a frame', async () => {
    const { programs } = await read(`class Encoder { public:
  void close() { aclvencSendFrame(channel_, nullptr, nullptr, config_, nullptr); aclvencDestroyChannel(channel_); }
  void encode(acldvppPicDesc *p) { aclvencSendFrame(channel_, p, nullptr, config_, nullptr); }
  aclvencChannelDesc *channel_; aclvencFrameConfig *config_; };`);
    expect(names(programs)).toEqual(['Encoder::encode']);
  });

  it('hands what its threads take, once a frame', async () => {
    const { programs } = await read(`#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>
class Net { public:
  void start() { worker_ = std::thread([this] { work(); }); }
  void push(int n) { std::lock_guard<std::mutex> l(m_); todo_.push(n); c_.notify_one(); }
  private: void work() {
    while (true) {
      std::unique_lock<std::mutex> l(m_);
      c_.wait(l, [this] { return !todo_.empty(); });
      todo_.pop();
      l.unlock();
      aclmdlExecute(id_, in_, out_);
    }
  }
  std::thread worker_; std::mutex m_; std::condition_variable c_; std::queue<int> todo_;
  uint32_t id_; aclmdlDataset *in_, *out_; };`);
    expect(names(programs)).toEqual(['Net::push']);
    const kinds = programs[0]?.pipeline.threads.map(({ kind, program }) => [
      kind,
      JSON.stringify(program).includes('enqueue'),
    ]);
    expect(kinds).toEqual([
      ['main', true],
      ['thread', false],
    ]);
  });
});

describe('a function that nothing calls', () => {
  it('with a loop over the frames is called once', async () => {
    const { programs, findings } = await read(`int plugin_entry() { ${loop('1')} return 0; }`);
    expect(programs[0]?.pipeline.threads[0]?.program).toMatchObject([{ kind: 'repeat', times: 500 }]);
    expect(findings).toEqual(['sync-model-execute-in-loop:2*']);
  });

  it('that is a whole run is called once: what it sets up is not set up in every frame', async () => {
    const { findings } = await read(`int run_once() {
  aclInit(nullptr); aclrtSetDevice(0); uint32_t id; aclmdlLoadFromFile("m.om", &id);
  aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
  aclmdlExecute(id, in, out); aclmdlUnload(id); aclFinalize(); return 0; }`);
    expect(findings).toEqual([]);
  });

  it('is none where its file alone could call it, and does not', async () => {
    const { programs } = await read(`static void unused() { ${loop('1')} }`);
    expect(programs.filter(({ kind }) => kind === 'entry')).toEqual([]);
  });

  it('is a program beside a main that drives nothing, which is still said', async () => {
    const { programs } = await read(`${NET}\nint main() { return 0; }`);
    expect(programs.map(({ name, kind, pipeline }) => [name, kind, pipeline.coverage?.verdict])).toEqual([
      ['net', 'program', 'none'],
      ['Net', 'entry', 'complete'],
    ]);
  });

  it('in a file in which a main drives a device is what the file offers others, until the user names it', async () => {
    const { programs, beside, findings } = await read(`struct Net { uint32_t id; aclmdlDataset *i, *o;
  void forward() { aclmdlExecute(id, i, o); } };
void dump(void *d, void *h) { aclrtMemcpy(h, 64, d, 64, ACL_MEMCPY_DEVICE_TO_HOST); }
int main() { ${loop('1')} }`);
    expect(names(programs)).toEqual(['net']);
    expect(names(beside)).toEqual(['Net::forward']);
    expect(findings).toEqual(['sync-model-execute-in-loop:5']);
  });

  it('is none where main or a thread comes to it', async () => {
    const { programs, beside } = await read(`#include <thread>
void infer() { ${loop('1')} }
int main() { std::thread t(infer); t.join(); }`);
    expect(names(programs)).toEqual(['net']);
    expect(beside).toEqual([]);
  });

  it('that is registered by an object of file scope is read', async () => {
    const { programs } = await read(`#include <functional>
#include <map>
#include <string>
std::map<std::string, std::function<void()>> &table() { static std::map<std::string, std::function<void()>> t; return t; }
struct Reg { Reg(const char *n, std::function<void()> f) { table()[n] = f; } };
static void bench_sync() { ${loop('1')} }
static Reg r("sync", bench_sync);
int main(int argc, char **argv) { aclrtSetDevice(0); table().at(argv[1])(); }`);
    expect(programs.flatMap(({ pipeline }) => callsIn(pipeline))).toEqual(['aclmdlExecute']);
  });
});

describe('a function that the user names', () => {
  const CALLED = `${NET}\nint main() { Net n; n.open("a.om"); for (int i = 0; i < 9; i++) n.run(); }`;

  it('in a comment is called once a frame, on an object that is set up, and nothing is left to say', async () => {
    const marked = CALLED.replace('  void feed', '  // acl-perf: entry\n  void feed');
    const { programs, findings } = await read(marked);
    expect(programs.map(({ name, kind }) => [name, kind])).toEqual([
      ['net', 'program'],
      ['Net::feed', 'entry'],
    ]);
    expect(programs[1]?.pipeline.unknowns.map(({ code }) => code)).not.toContain('entry');
    expect(findings).toContain('memcpy-sync-in-loop:8');
  });

  it('in an option is one too, though main comes to it', async () => {
    const { programs } = await read(CALLED, ['run']);
    expect(programs.map(({ name }) => name)).toEqual(['net', 'Net::run']);
    expect(programs.slice(1).flatMap(({ pipeline }) => callsIn(pipeline))).toEqual(['aclmdlExecuteAsync']);
  });
});

it('is the same after edits as from fresh', async () => {
  const lib = { 'net.h': `#pragma once\n${NET}` };
  const unused = '#include "net.h"\nint main() { return 0; }';
  const used = '#include "net.h"\nint main() { Net n; n.open("a.om"); for (int i = 0; i < 9; i++) n.run(); }';
  const analyzer = await analyzerOf({ ...lib, 'main.cpp': unused });
  const said = (): string => JSON.stringify([analyzer.programs(), analyzer.beside(), analyzer.findings()]);
  const first = said();
  analyzer.update({ file: 'main.cpp', text: used });
  expect(names(analyzer.programs())).toEqual(['main']);
  analyzer.update({ file: 'main.cpp', text: unused });
  expect(said()).toBe(first);
  analyzer.dispose();
});
