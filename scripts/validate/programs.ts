/** The measured programs as Pipelines: what the analyzer would make of them, written by hand so that the simulator is judged alone. */
import { parsePipeline } from '../../src/pipeline/schema.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import type { MeasuredProgram, Picture } from './measurements.ts';

type StepInput = Record<string, unknown>;

const stream = 's';
const synchronize: StepInput = { kind: 'wait', for: 'stream', target: stream };

function submit(engine: string, work: object, extra: object = {}): StepInput {
  return { kind: 'submit', engine, stream, work, ...extra };
}

function repeat(times: number | 'forever', ...body: StepInput[]): StepInput {
  return { kind: 'repeat', times, body };
}

function pipeline(program: StepInput[], extra: object = {}, replicas = 1): Pipeline {
  const entry = 'stream_main';
  return parsePipeline({
    streams: [{ id: stream }],
    threads: [{ id: 't', entry, replicas, program }],
    ...extra,
  });
}

const resnet50 = (batch: number) => ({ models: [{ id: 'm', catalogueName: 'resnet50', batch }] });

/** A Pipeline for a row of the measurements. */
export function programOf(program: MeasuredProgram, picture: Picture): Pipeline {
  switch (program.kind) {
    case 'infer':
      return pipeline(
        [repeat(program.calls, submit('aicore', { model: 'm' }, { mode: program.mode })), synchronize],
        resnet50(program.batch),
      );
    case 'copy': {
      const completes = { completes: program.framesPerCopy };
      return pipeline([
        repeat(program.calls, submit('h2d', { bytes: program.bytes }, completes)),
        synchronize,
      ]);
    }
    case 'decode':
      return pipeline([repeat(program.calls, decode(picture)), synchronize]);
    case 'copy-decode': {
      const { depth, threads } = program;
      const body = [repeat(depth, copy(picture)), repeat(depth, decode(picture)), synchronize];
      return pipeline([repeat('forever', ...body)], { buffers: buffers(picture, depth, 0) }, threads);
    }
    case 'full':
      return full(program.threads, program.depth, program.batch, picture);
  }
}

function full(threads: number, depth: number, batch: number, picture: Picture): Pipeline {
  const pack = batch > 1 ? [repeat(depth, submit('d2d', { bytes: picture.resizedBytes }))] : [];
  const body = [
    repeat(depth, copy(picture)),
    repeat(depth, decode(picture)),
    repeat(depth, submit('vpc', { pixels: pixels(picture), bytes: picture.resizedBytes })),
    ...pack,
    repeat(depth / batch, submit('aicore', { model: 'm' })),
    synchronize,
  ];
  const held = { buffers: buffers(picture, depth, picture.resizedBytes) };
  return pipeline([repeat('forever', ...body)], { ...resnet50(batch), ...held }, threads);
}

function pixels({ width, height }: Picture): number {
  return width * height;
}

function copy(picture: Picture): StepInput {
  return submit('h2d', { bytes: picture.jpegBytes });
}

function decode(picture: Picture): StepInput {
  return submit('jpegd', { pixels: pixels(picture), bytes: picture.jpegBytes });
}

function buffers(picture: Picture, count: number, resizedBytes: number): object[] {
  const all = [
    { id: 'jpeg input', bytes: picture.jpegBytes },
    { id: 'decoded picture', bytes: picture.decodedBytes },
    { id: 'resized picture', bytes: resizedBytes },
  ];
  return all.filter(({ bytes }) => bytes > 0).map((buffer) => ({ ...buffer, pool: 'dvpp', count }));
}
