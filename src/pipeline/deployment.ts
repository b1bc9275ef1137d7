/** How a program is deployed where its source does not say it: how often, on how much of what. */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096));

export const DeploymentSchema = v.pipe(
  v.strictObject({
    processes: v.exactOptional(v.pipe(count, v.description('Processes that run the program at once.'))),
    devices: v.exactOptional(v.pipe(count, v.description('Devices that its threads are spread over.'))),
    hostCores: v.exactOptional(
      v.pipe(count, v.description('Host cores that it may use, as a container or a cgroup allows.')),
    ),
    devicePart: v.exactOptional(
      v.pipe(
        v.number(),
        v.gtValue(0),
        v.maxValue(1),
        v.description('Share of a device that it has, as a virtual NPU (vNPU) is.'),
      ),
    ),
  }),
  v.description('How the program is deployed, where its source does not say it.'),
);
export type Deployment = v.InferOutput<typeof DeploymentSchema>;

/** What of the deployment is set as parameters are: see COMMON_SETTINGS. */
export function deployedCounts({ processes, devices }: Deployment): Record<string, number> {
  return {
    ...(processes === undefined ? {} : { processes }),
    ...(devices === undefined ? {} : { devices }),
  };
}
