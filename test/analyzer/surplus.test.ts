/** A queue that drops its oldest items when it is full makes nobody wait, and what is dropped is no frame. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const makesRoom: Record<string, string> = {
  'one, where it is full': 'if (box.size() == capacity) box.pop_front();',
  'one, from that many on': 'if (box.size() >= 4) { box.pop_front(); dropped++; }',
  'as many as there are too many': 'while (box.size() >= capacity) box.pop_front();',
  'and what it holds': 'while (box.size() > 3) { Frame *old = box.front(); box.pop_front(); delete old; }',
  all: 'if (box.size() > 8) box.clear();',
  'by its place': 'if (box.size() == capacity) box.erase(box.begin());',
};

it.each(Object.entries(makesRoom))('drops %s', async (_name, room) => {
  const pipeline = await pipelineOf(`#include <acl/acl.h>
struct Frame { int id; };
struct Worker {
  void post(Frame *f) { std::lock_guard<std::mutex> g(mu); ${room} box.push_back(f); cv.notify_one(); }
  void loop() {
    uint32_t id; aclmdlLoadFromFile("resnet50_bs1.om", &id);
    while (true) {
      { std::unique_lock<std::mutex> lk(mu); cv.wait(lk, [this] { return !box.empty(); }); box.pop_front(); }
      aclmdlExecute(id, in, out);
    }
  }
  size_t capacity = 4; int dropped = 0; aclmdlDataset *in, *out;
  std::mutex mu; std::condition_variable cv; std::deque<Frame *> box;
};
int main(int argc, char **argv) {
  Worker w; std::thread t(&Worker::loop, &w);
  cv::VideoCapture camera(argv[1]); cv::Mat m;
  while (camera.read(m)) w.post(new Frame());
  t.join();
}`);
  const of = (kind: 'enqueue' | 'dequeue') => stepsOf(pipeline, kind).map(({ queue }) => queue);
  expect([of('enqueue'), of('dequeue')]).toEqual([['box'], ['box']]);
  const [main] = pipeline.threads;
  expect(main?.program).toMatchObject([{ kind: 'repeat', body: [{ kind: 'host' }, { kind: 'enqueue' }] }]);
});

it('takes an item to work on it where there are many', async () => {
  const pipeline = await pipelineOf(`#include <acl/acl.h>
static std::mutex mu; static std::deque<int> box; static uint32_t id; static aclmdlDataset *in, *out;
void loop() { while (true) { std::lock_guard<std::mutex> g(mu); if (box.size() >= 4) { box.pop_front(); aclmdlExecute(id, in, out); } } }
int main() { aclmdlLoadFromFile("resnet50_bs1.om", &id); std::thread t(loop);
  while (true) { cap.read(m); std::lock_guard<std::mutex> g(mu); box.push_back(1); } }`);
  expect(stepsOf(pipeline, 'dequeue')).toHaveLength(1);
});

/** A camera that nothing in sight holds up posts to who infers. */
const cameras = (post: string) => `#include <acl/acl.h>
struct Shot { int id; };
Shot Next(int camera);
struct Box {
  void post(Shot s) { ${post} items.push_back(s); cv.notify_one(); }
  Shot take() {
    std::unique_lock<std::mutex> lk(mu);
    cv.wait(lk, [this] { return !items.empty(); });
    Shot s = items.front(); items.pop_front(); return s;
  }
  std::mutex mu; std::condition_variable cv, room; std::deque<Shot> items;
};
static Box box; static uint32_t id; static aclmdlDataset *in, *out;
void camera(int at) { while (true) box.post(Next(at)); }
int main() {
  aclmdlLoadFromFile("resnet50_bs1.om", &id);
  std::thread one(camera, 0);
  while (true) { box.take(); aclmdlExecute(id, in, out); }
}`;

it('lets a source that drops the oldest go on, for a time that stays open', async () => {
  const drops = 'std::lock_guard<std::mutex> g(mu); if (items.size() >= 10) items.pop_front();';
  const pipeline = await pipelineOf(cameras(drops));
  expect(stepsOf(pipeline, 'enqueue').map(({ blocking }) => blocking)).toEqual([false]);
  expect(stepsOf(pipeline, 'host')).toMatchObject([{ milliseconds: 'items_item_ms', busy: true }]);
  expect(pipeline.unknowns).toMatchObject([{ code: 'queue-source', detail: 'items' }]);
  expect(pipeline.queues).toMatchObject([{ capacity: 10 }]);
});

it('holds up a source that waits for room by the queue alone', async () => {
  const waits = 'std::unique_lock<std::mutex> g(mu); room.wait(g, [this] { return items.size() < 10; });';
  const pipeline = await pipelineOf(cameras(waits));
  expect(stepsOf(pipeline, 'enqueue').map(({ blocking }) => blocking)).toEqual([true]);
  expect(stepsOf(pipeline, 'host')).toEqual([]);
});
