/** The devices that a profile is shipped of. This is the list: whatever else names devices takes them from here. */

/** Names by id. */
export const DEVICES = {
  ascend310: 'Ascend 310',
  ascend310p3: 'Ascend 310P3',
  ascend310b: 'Ascend 310B',
  ascend910a: 'Ascend 910A',
  ascend910b: 'Ascend 910B',
} as const;

export type DeviceId = keyof typeof DEVICES;

export const DEVICE_IDS = Object.keys(DEVICES) as [DeviceId, ...DeviceId[]];

/** The one that is taken where none is named. */
export const DEFAULT_DEVICE: DeviceId = 'ascend310';
