/** What a workspace says of its own libraries' calls stands in for their source. */
import { describe, expect, it } from 'vitest';
import type { OwnCalls } from '../../src/analyzer/acl/own-calls.ts';
import { parseConfig } from '../../src/analyzer/config.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { walk } from '../../src/pipeline/walk.ts';
import { analyzerOf, pipelineOf } from '../support/analyzer.ts';

const calls: OwnCalls = {
  'sdk::Engine::Load': { does: 'load', path: 0 },
  'sdk::Engine::Infer': { does: 'execute' },
  'sdk::Engine::Submit': { does: 'execute', async: true, stream: 1 },
  'sdk::Upload': { does: 'h2d', bytes: 1 },
  'sdk::Wait': { does: 'wait', stream: 0 },
  'sdk::WaitAll': { does: 'wait' },
  'sdk::Decode': { does: 'jpegd', milliseconds: 3 },
  sdk_infer: { does: 'execute', milliseconds: 4 },
  post: { does: 'host', milliseconds: 1.5 },
};
const settings = { calls };

/** The steps of the one thread's loop over frames, as kind and what is given to whom. */
function frame({ threads }: Pipeline): string[] {
  const loop = threads.flatMap(({ program }) => program).find((step) => step.kind === 'repeat');
  return [...walk(loop?.kind === 'repeat' ? loop.body : [])].map((step) => {
    if (step.kind === 'submit') return `${step.mode} ${step.engine}`;
    return step.kind === 'wait' ? `wait ${step.for}` : step.kind;
  });
}

const main = (body: string, before = ''): string =>
  `#include "sdk.h"\n${before}\nint main() { sdk::Engine engine; engine.Load("resnet50_bs1.om"); for (int i = 0; i < 500; i++) { ${body} } }`;

const declared = `namespace sdk { class Base { public: virtual ~Base(); int Infer(const void *); };
class Engine : public Base { public: bool Load(const char *); int Infer(const void *); }; int Upload(const void *, size_t); }`;

const forms: Record<string, string> = {
  'methods of a class that nothing declares': main('sdk::Upload(p, 4096); engine.Infer(p); post(p);'),
  'methods of a class whose header is at hand': main(
    'sdk::Upload(p, 4096); engine.Infer(p); post(p);',
    declared,
  ),
  'within its namespace': main('Upload(p, 4096); engine.Infer(p); post(p);', 'using namespace sdk;'),
  'in a function': main(
    'one(engine, p);',
    'static void one(sdk::Engine &e, void *p) { sdk::Upload(p, 4096); e.Infer(p); post(p); }',
  ),
  'through a pointer': main('sdk::Upload(p, 4096); held->Infer(p); post(p);').replace(
    'for (',
    'auto *held = &engine; for (',
  ),
  'in a class that owns it': main(
    'net.run(p);',
    'class Net { public: Net() { engine_.Load("resnet50_bs1.om"); } void run(void *p) { sdk::Upload(p, 4096); engine_.Infer(p); post(p); } private: sdk::Engine engine_; };',
  ).replace('for (', 'Net net; for ('),
  'in a class that holds it by a smart pointer': main(
    'net.run(p);',
    'class Net { public: Net() : engine_(std::make_unique<sdk::Engine>()) { engine_->Load("resnet50_bs1.om"); } void run(void *p) { sdk::Upload(p, 4096); engine_->Infer(p); post(p); } private: std::unique_ptr<sdk::Engine> engine_; };',
  ).replace('for (', 'Net net; for ('),
  'in a class that derives from it': main(
    'net.run(p);',
    `${declared} class Net : public sdk::Engine { public: Net() { Load("resnet50_bs1.om"); } void run(void *p) { sdk::Upload(p, 4096); Infer(p); post(p); } };`,
  ).replace('for (', 'Net net; for ('),
  'behind a check': main(
    'CHECK(sdk::Upload(p, 4096)); CHECK(engine.Infer(p)); post(p);',
    '#define CHECK(x) do { if ((x) != 0) { return 1; } } while (0)',
  ),
};

describe('the steps of a frame are those of the calls', () => {
  it.each(Object.entries(forms))('%s', async (_name, text) => {
    const pipeline = await pipelineOf(text, settings);
    expect(frame(pipeline)).toEqual(['sync h2d', 'sync aicore', 'host']);
    expect(pipeline.models).toMatchObject([{ catalogueName: 'resnet50' }]);
  });
});

it('work in a stream is waited for', async () => {
  const text = main('sdk::Decode(p); engine.Submit(p, stream); sdk::Wait(stream); sdk::WaitAll();').replace(
    'for (',
    'aclrtStream stream; aclrtCreateStream(&stream); for (',
  );
  const pipeline = await pipelineOf(text, settings);
  expect(frame(pipeline)).toEqual(['sync jpegd', 'async aicore', 'wait stream', 'wait device']);
  expect(pipeline.streams.map(({ id }) => id)).toEqual(['stream']);
});

it('times and bytes are those that are said', async () => {
  const pipeline = await pipelineOf(main('sdk::Upload(p, 4096); sdk_infer(p); post(p);'), settings);
  const [loop] = pipeline.threads.flatMap(({ program }) => program);
  expect(loop).toMatchObject({
    body: [{ work: { bytes: 4096 } }, { work: { milliseconds: 4 } }, { kind: 'host', milliseconds: 1.5 }],
  });
  expect(pipeline.unknowns.map(({ code }) => code)).not.toContain('host-cost');
});

it('a method of another class, and a function of the program’s own, are others', async () => {
  const text = `struct Other { int Infer(const void *p) { return 0; } };
static void post(void *) {}
${main('other.Infer(p); post(p); engine.Infer(p);').replace('for (', 'Other other; for (')}`;
  expect(
    frame(
      await pipelineOf(text, {
        calls: { 'sdk::Engine::Infer': { does: 'execute' }, 'lib::post': { does: 'host' } },
      }),
    ),
  ).toEqual(['sync aicore']);
});

it('without a word of them the program drives no device, and with one said later it does', async () => {
  const analyzer = await analyzerOf({ 'main.cpp': main('engine.Infer(p);') });
  const stages = (): string[][] => analyzer.programs().map(({ pipeline }) => frame(pipeline));
  expect(stages()).toEqual([[]]);
  analyzer.configure(settings);
  expect(stages()).toEqual([['sync aicore']]);
  analyzer.configure({});
  expect(stages()).toEqual([[]]);
});

it('a library of them has entries', async () => {
  const text = 'class Net { public: void run(void *p) { engine_.Infer(p); } private: sdk::Engine engine_; };';
  const analyzer = await analyzerOf({ 'net.cpp': text }, settings);
  expect(analyzer.programs().map(({ name, kind }) => `${kind} ${name}`)).toEqual(['entry Net::run']);
});

it.each([
  ['{"calls": {"sdk::Engine::Infer": {"does": "think"}}}', /calls/],
  ['{"calls": {"a b": {"does": "host"}}}', /sdk::Engine::Run/],
  ['{"calls": {"(a+)+$": {"does": "host"}}}', /sdk::Engine::Run/],
  ['{"calls": {"f": {"does": "h2d", "bytes": -1}}}', /bytes/],
  ['{"calls": {"f": {"does": "h2d", "byte": 1}}}', /byte/],
])('%s is refused', (text, why) => {
  expect(() => parseConfig(text, '.acl-perf.json')).toThrow(why);
});
