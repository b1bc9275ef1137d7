/** What a user wants of a program that is still to be written. */

/** Where frames come from: JPEG files, raw pictures (YUV420SP) of a camera, or inputs that are ready for the model. */
export const INPUTS = ['jpeg', 'camera', 'tensor'] as const;
export type InputKind = (typeof INPUTS)[number];

export interface Wish {
  /** A name of the catalogue or any other. */
  model: string;
  /** Time of one execution, ms, where the catalogue does not say it: that of each of `batches`. */
  modelMs?: number;
  input: InputKind;
  /** Of a picture, pixels. */
  width: number;
  height: number;
  /** Of a JPEG file, or of a ready input. */
  bytes: number;
  modelWidth: number;
  modelHeight: number;
  /** Frames/s at least. */
  rate?: number;
  /** 99th percentile of a frame's latency at most, ms. */
  p99Ms?: number;
  /** Batches that the model may be converted for. */
  batches: number[];
  mostDevices: number;
}

/** Batches that models are usually converted for. */
export const USUAL_BATCHES = [1, 2, 4, 8, 16, 32, 64];
/** Bytes of a pixel in a JPEG of usual quality, where its size is not said. */
const JPEG_BYTES_PER_PIXEL = 0.1;
/** YUV420SP. */
const BYTES_PER_PIXEL = 1.5;

/** Bytes of a file, or of an input that is ready, where nobody says it. */
export const bytesOf = ({
  input,
  width,
  height,
  modelWidth,
  modelHeight,
}: Pick<Wish, 'input' | 'width' | 'height' | 'modelWidth' | 'modelHeight'>): number =>
  Math.round(
    input === 'jpeg' ? width * height * JPEG_BYTES_PER_PIXEL : modelWidth * modelHeight * BYTES_PER_PIXEL,
  );

/** What a programmer chooses. */
export interface Choices {
  devices: number;
  /** Of each device. */
  threads: number;
  batch: number;
  /** Inputs of a batch that a thread submits before it waits. */
  depth: number;
}
