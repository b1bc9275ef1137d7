/** The fields of the runtime's structs of pictures, in the order of its headers: which need not be at hand. */
import { ownValue } from '../../base/own-value.ts';

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  hi_vpc_pic_info: [
    'picture_address',
    'picture_buffer_size',
    'picture_width',
    'picture_height',
    'picture_width_stride',
    'picture_height_stride',
    'picture_format',
  ],
  hi_vdec_pic_info: [
    'width',
    'height',
    'width_stride',
    'height_stride',
    'offset_top',
    'offset_left',
    'buffer_size',
    'pixel_format',
    'vir_addr',
  ],
};

export const fieldsOfStruct = (name: string): readonly string[] | undefined => ownValue(FIELDS, name);
