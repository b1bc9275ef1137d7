/**
 * Names of models: what a path like `../model/yolov3_416_bs4_fp16.om` says of the model in it, so that it can be
 * looked up in the catalogue. Browser-safe, no data.
 */

/** What a path or a name says. `tokens` are the words that name the model, in order, lower case. */
export interface ParsedModelName {
  tokens: string[];
  /** Batch named in the path (`bs16`, `b4`, `16batch`), where there is one. */
  batch?: number;
}

/** Words that say how a model was made or converted, not which model it is. */
const NOISE = new Set([
  'for',
  'pytorch',
  'pytoch',
  'ptorch',
  'torch',
  'pt',
  'tf',
  'tensorflow',
  'onnx',
  'caffe',
  'mindspore',
  'builtin',
  'infer',
  'inference',
  'aipp',
  'dvpp',
  'yuv',
  'yuv400',
  'yuv420',
  'rgb',
  'bgr',
  'nchw',
  'nhwc',
  'fp16',
  'fp32',
  'int8',
  'quant',
  'output',
  'static',
  'dynamic',
  'dynamicbatch',
  'multibatch',
  'batch',
  'hw',
  'model',
  'davinci',
  'deploy',
  'official',
]);

const BATCH = /^(?:bs|b|batch)(\d{1,4})$|^(\d{1,4})(?:batch|bs)$/;

/** The file part of a path, without `.om` (or `.onnx`, `.pb`, `.air`) and without folders. */
function fileStem(path: string): string {
  const file = path.replaceAll('\\', '/').split('/').pop() ?? path;
  return file.replace(/\.(om|onnx|pb|air|mindir|prototxt|caffemodel)$/i, '');
}

/** Splits a path or a name into its words and drops those that do not name the model. */
export function parseModelName(path: string): ParsedModelName {
  const words = fileStem(path)
    .toLowerCase()
    .replaceAll('+', 'plus')
    .replace(/(\d)\.(\d)/g, '$1p$2')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const parsed: ParsedModelName = { tokens: [] };
  for (const word of words) {
    const batch = BATCH.exec(word);
    if (batch) parsed.batch = Number(batch[1] ?? batch[2]);
    else if (!NOISE.has(word)) parsed.tokens.push(word);
  }
  return parsed;
}

/** The catalogue's key of a name: its words joined, e.g. `ResNet-50_for_Pytorch` → `resnet50`. */
export function modelKey(path: string): string {
  return parseModelName(path).tokens.join('');
}
