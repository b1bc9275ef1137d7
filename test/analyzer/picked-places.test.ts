/** Tables of functions and factories, of which run time says the place: one of them, and which one is a mode. */
import { expect, test } from 'vitest';
import { callsAt, pipelineOf } from '../support/analyzer.ts';
import { INFER_OR_COPY } from '../support/infer-or-copy.ts';

const HEAD = `${INFER_OR_COPY}template <class T> std::unique_ptr<Stage> make() { return std::make_unique<T>(); }
using Factory = std::unique_ptr<Stage> (*)();
static void (*const table[])() = {infer, copy};
static const std::array<Factory, 2> factories = {make<Infer>, make<Copy>};
`;

const picks: Record<string, string> = {
  'functions by a number of the command line': 'int mode = std::atoi(argv[1]); table[mode]();',
  'functions by a number of a file':
    'std::ifstream f("mode.txt"); size_t at; f >> at; if (at >= 2) throw 1; table[at]();',
  factories:
    'int mode = std::atoi(argv[1]); auto s = factories[mode](); for (int i = 0; i < 9; i++) s->run();',
  objects:
    'std::vector<std::unique_ptr<Stage>> all; all.push_back(std::make_unique<Infer>()); all.push_back(std::make_unique<Copy>()); int mode = std::atoi(argv[1]); for (int i = 0; i < 9; i++) all[mode]->run();',
};

for (const [name, body] of Object.entries(picks)) {
  test(`${name}: each is a choice`, async () => {
    const pipeline = await pipelineOf(`${HEAD}int main(int argc, char **argv) { ${body} }`);
    const mode = pipeline.parameters.find(({ choices }) => choices);
    expect(mode?.choices).toHaveLength(2);
    const each = [0, 1].map((value) => callsAt(pipeline, { [mode?.name ?? '']: value }).flat());
    expect(each).toEqual([['aclmdlExecute'], ['aclrtMemcpy']]);
  });
}
