/** Strides and sizes of DVPP's pictures by device and format, as data with its sources. */
import * as v from 'valibot';
import data from './geometry.json' with { type: 'json' };
import { ownValue } from '../../../../base/own-value.ts';

const multiple = v.pipe(v.number(), v.integer(), v.minValue(1));
const bytes = v.pipe(v.number(), v.gtValue(0));
const byDevice = v.record(v.string(), v.strictObject({ width: multiple, height: multiple }));

const { strides, formats } = v.parse(
  v.strictObject({
    about: v.string(),
    strides: v.strictObject({ jpegd: byDevice, vpc: byDevice, jpege: byDevice }),
    formats: v.record(v.string(), v.strictObject({ perStride: bytes, perPixel: bytes })),
  }),
  data,
);

/** Multiples in bytes (width) and rows (height) that an engine asks of a picture. */
export interface StrideRule {
  width: number;
  height: number;
}

/** What the engine asks on the device; undefined where it asks nothing. */
export function strideRule(engine: keyof typeof strides, device: string): StrideRule | undefined {
  return ownValue(strides[engine], device);
}

/** Devices on which an engine asks for something. */
export function stridedDevices(engine: keyof typeof strides): string[] {
  return Object.keys(strides[engine]);
}

export interface Shape {
  /** Pixels; undefined where it is not known. */
  width?: number | undefined;
  /** Bytes of a row of the first plane. */
  widthStride: number;
  /** Rows of the first plane. */
  heightStride: number;
  /** A constant of either interface, e.g. `PIXEL_FORMAT_YUV_SEMIPLANAR_420` or `HI_PIXEL_FORMAT_RGB_888`. */
  format: string;
}

/** The least bytes that a picture takes; undefined where its format is not known. */
export function pictureBytes({ width = 0, widthStride, heightStride, format }: Shape): number | undefined {
  const bytesOf = ownValue(formats, format.replace(/^(?:HI_)?PIXEL_FORMAT_/, ''));
  if (!bytesOf) return undefined;
  const row = Math.max(bytesOf.perStride * widthStride, bytesOf.perPixel * width);
  return Math.ceil(row * heightStride);
}
