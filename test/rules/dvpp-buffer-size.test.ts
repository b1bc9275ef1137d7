import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

interface Described {
  format?: string;
  stride?: string;
  rows?: string;
  size?: string;
  bytes?: string;
  /** Marks around the call that gives the size, or around the one that allocates. */
  at?: 'size' | 'memory';
  top?: string;
}

const mark = (name: string, marked: boolean): string => (marked ? `⟦${name}⟧` : name);

/** A picture of its own, resized in every frame. */
function picture({
  format = 'YUV_SEMIPLANAR_420',
  stride = '640',
  rows = '480',
  size = '640 * 480 * 3 / 2',
  bytes = size,
  at,
  top = '',
}: Described): string {
  const before = `void *data = nullptr;
${mark('acldvppMalloc', at === 'memory')}(&data, ${bytes});
acldvppPicDesc *own = acldvppCreatePicDesc();
acldvppSetPicDescData(own, data);
acldvppSetPicDescFormat(own, PIXEL_FORMAT_${format});
acldvppSetPicDescWidth(own, 640);
acldvppSetPicDescHeight(own, 480);
acldvppSetPicDescWidthStride(own, ${stride});
acldvppSetPicDescHeightStride(own, ${rows});
${mark('acldvppSetPicDescSize', at === 'size')}(own, ${size});`;
  const body =
    'acldvppVpcResizeAsync(channel, decoded, own, resizeConfig, stream);\naclrtSynchronizeStream(stream);';
  return frame(body, { before, top });
}

/** The same of the second interface. */
function struct(fields: string, name = 'hi_mpi_vpc_resize'): string {
  return frame(
    `hi_vpc_pic_info from, to;
memset(&to, 0, sizeof(to));
memset(&from, 0, sizeof(from));
${fields}
hi_u32 task = 0;
${name}(0, &from, &to, 0, 0, 0, &task, -1);
hi_mpi_vpc_get_process_result(0, task, -1);`,
  );
}

const nv12 = (bytes: string): string =>
  `to.picture_width = 640;
to.picture_width_stride = 640;
to.picture_height_stride = 480;
to.picture_format = HI_PIXEL_FORMAT_YUV_SEMIPLANAR_420;
to.picture_buffer_size = ${bytes};`;

const ALIGN = 'static uint32_t align(uint32_t v, uint32_t a) { return (v + a - 1) / a * a; }';

testRule('dvpp-buffer-size', {
  valid: {
    '4:2:0': picture({}),
    '4:2:2': picture({ format: 'YUV_SEMIPLANAR_422', size: '640 * 480 * 2' }),
    'RGB888 with its stride in bytes': picture({ format: 'RGB_888', stride: '1920', size: '640 * 480 * 3' }),
    'more than it takes': picture({ size: '4 * 1024 * 1024' }),
    'a size of the run': picture({ size: '(uint32_t)atoi(getenv("BYTES"))' }),
    'a stride of the run': picture({ stride: '(uint32_t)atoi(getenv("STRIDE"))', size: '100' }),
    'a format that is not known': picture({ format: 'UNKNOWN', size: '100' }),
    'a picture that DVPP does not see': frame('usleep(1000);', {
      before: 'acldvppPicDesc *own = acldvppCreatePicDesc();\nacldvppSetPicDescSize(own, 10);',
    }),
    'a struct of the second interface': struct(nv12('640 * 480 * 3 / 2')),
  },
  invalid: {
    '4:2:2 as 4:2:0': { code: picture({ format: 'YUV_SEMIPLANAR_422', at: 'size' }), message: 'size' },
    '4:4:4 as 4:2:0': picture({ format: 'YUV_SEMIPLANAR_444', at: 'size' }),
    'RGB888 as 4:2:0': picture({ format: 'RGB_888', at: 'size' }),
    'of the width and not of the stride': picture({ stride: '1024', at: 'size' }),
    'of the height and not of its stride': picture({ rows: '496', at: 'size' }),
    'memory alone': { code: picture({ bytes: '640 * 480', at: 'memory' }), message: 'memory' },
    'through a function': picture({
      top: ALIGN,
      stride: 'align(641, 16)',
      rows: 'align(480, 2)',
      size: '641 * 480 * 3 / 2',
      at: 'size',
    }),
    'through constants': picture({
      top: 'static const uint32_t W = 640, H = 480;\n#define FRAME (W * H)',
      size: 'FRAME',
      at: 'size',
    }),
    'a struct of the second interface': struct(nv12('640 * 480'), '⟦hi_mpi_vpc_resize⟧'),
  },
});
