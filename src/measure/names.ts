/** Names as profilers write them, and as the sources that are profiled have them. */

/** What tools put before the name of a call: `AscendCL@aclrtMalloc`, `Runtime@KernelLaunch`. */
const LAYER = /^[A-Za-z_]\w{0,30}@(?=.)/;

/** The name of a call without the layer that it was made in. */
export const apiName = (name: string): string => name.replace(LAYER, '');
