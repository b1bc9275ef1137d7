/** What the path of a model says of it: `../model/resnet50_aipp_bs16.om` is resnet50 with batch 16. */

/** Words that say how a model was made, not which one it is. */
const noise =
  /^(aipp|om|fp16|fp32|int8|yuv\d*|rgb|bgr|nchw|nhwc|static|dynamic|davinci|model|deploy|tf|pytorch|onnx|caffe|ascend\w*|\d+x\d+)$/i;
const batchWord = /^(?:bs|b|batch)[_-]?(\d{1,4})$|^(\d{1,4})(?:batch|bs)$/i;

export function parseModelPath(path: string): { name?: string; batch?: number } {
  if (!/\.(om|onnx|pb|air|mindir)\b/i.test(path)) return {};
  const file = path.replace(/^.*[/\\]/, '').replace(/\.\w+$/, '');
  const words = file.split(/[_\-. ]+/).filter(Boolean);
  const batchWordFound = words.find((word) => batchWord.test(word));
  const [, first, second] = batchWord.exec(batchWordFound ?? '') ?? [];
  const name = words
    .filter((word) => !noise.test(word) && !batchWord.test(word))
    .join('_')
    .toLowerCase();
  const batch = Number(first ?? second);
  return { ...(name ? { name } : {}), ...(batch > 0 ? { batch } : {}) };
}
