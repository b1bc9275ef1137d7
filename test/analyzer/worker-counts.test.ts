/** One thread for each of what only run time lists: the same guess however the list is written, and open. */
import { describe, expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import { evaluate } from '../../src/pipeline/evaluate.ts';

const program = (crew: string) => `#include <thread>
#include <vector>
#include "acl/acl.h"
void watch(std::string url) { uint32_t id = 1; aclmdlDataset *in, *out; for (;;) aclmdlExecute(id, in, out); }
int main(int argc, char **argv) {
  std::vector<std::thread> crew;
  ${crew}
  for (auto &t : crew) t.join();
}`;

describe('threads by a list of unknown length', () => {
  it.each([
    ['a document', 'for (const auto &cam : config["cameras"]) crew.emplace_back(watch, std::string(cam));'],
    [
      'lines',
      'std::ifstream f(argv[1]); std::vector<std::string> urls; for (std::string l; std::getline(f, l);) urls.push_back(l); for (auto &u : urls) crew.emplace_back(watch, u);',
    ],
    [
      'a map',
      'std::map<int, std::string> cams = read(argv[1]); for (auto &[n, url] : cams) crew.emplace_back(watch, url);',
    ],
    ['arguments', 'for (int k = 1; k < argc; ++k) crew.emplace_back(watch, argv[k]);'],
    ['arguments from 0', 'for (int k = 0; k < argc - 1; ++k) crew.emplace_back(watch, argv[k + 1]);'],
    [
      'a copy of the arguments',
      'std::vector<std::string> urls(argv + 1, argv + argc); for (auto &u : urls) crew.emplace_back(watch, u);',
    ],
  ])('are four, and as many as are set: %s', async (_form, crew) => {
    const { threads, parameters } = await pipelineOf(program(crew));
    const [replicas] = threads.filter(({ entry }) => entry === 'watch').map((thread) => thread.replicas);
    const values = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    expect(evaluate(replicas ?? 0, values)).toBe(4);
    const open = parameters.filter(({ name, kind }) => kind === 'open' && String(replicas).includes(name));
    expect(open).toHaveLength(1);
  });
});
