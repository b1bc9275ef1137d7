/** A device whose link, scheduler or host is as slow, or as fast, as its figures allow: one cause moves them all. */
import { rangeOf } from '../../profile/confidence.ts';
import type { DeviceProfile, Value } from '../../profile/profile.ts';
import { HOST } from '../explain/what-if.ts';

export type End = 'fast' | 'slow';

type Move = (profile: DeviceProfile, end: End) => DeviceProfile;

/** A part of a profile: the figure that tells how fast it is, and how all its figures go to one end of their ranges. */
interface RuntimePart {
  main: (profile: DeviceProfile) => Value;
  move: Move;
}

function timeAt(value: Value, end: End): Value {
  const [least, most] = rangeOf(value);
  return { ...value, value: end === 'fast' ? least : most };
}

function rateAt(value: Value, end: End): Value {
  return timeAt(value, end === 'fast' ? 'slow' : 'fast');
}

function enginesAt(
  { engines }: DeviceProfile,
  end: End,
  parts: readonly ('hostMs' | 'switchMs' | 'reloadMs')[],
): DeviceProfile['engines'] {
  return Object.fromEntries(
    Object.entries(engines).map(([id, engine]) => {
      const moved = parts.flatMap((part) => (engine[part] ? [[part, timeAt(engine[part], end)]] : []));
      return [id, { ...engine, ...Object.fromEntries(moved) }];
    }),
  );
}

type Lane = Pick<DeviceProfile['link'], 'requestMs' | 'gigabytesPerSecond'>;

function laneAt({ requestMs, gigabytesPerSecond }: Lane, end: End): Lane {
  return { requestMs: timeAt(requestMs, end), gigabytesPerSecond: rateAt(gigabytesPerSecond, end) };
}

const linkAt: Move = (profile, end) => {
  const { pageable } = profile.link;
  const link = { ...laneAt(profile.link, end), ...(pageable && { pageable: laneAt(pageable, end) }) };
  return { ...profile, link };
};

const schedulerAt: Move = (profile, end) => {
  const { taskMs, switchMs } = profile.scheduler;
  const scheduler = { ...profile.scheduler, taskMs: timeAt(taskMs, end), switchMs: timeAt(switchMs, end) };
  return { ...profile, scheduler, engines: enginesAt(profile, end, ['switchMs', 'reloadMs']) };
};

const hostAt: Move = (profile, end) => {
  const { submissionMs, wakeMs, wakeCpuMs } = profile.host;
  const host = {
    ...profile.host,
    submissionMs: timeAt(submissionMs, end),
    wakeMs: timeAt(wakeMs, end),
    wakeCpuMs: timeAt(wakeCpuMs, end),
  };
  return { ...profile, host, engines: enginesAt(profile, end, ['hostMs']) };
};

/** By resource, as predictions name them. */
export const RUNTIME: ReadonlyMap<string, RuntimePart> = new Map<string, RuntimePart>([
  ['link', { main: ({ link }) => link.requestMs, move: linkAt }],
  ['taskScheduler', { main: ({ scheduler }) => scheduler.taskMs, move: schedulerAt }],
  [HOST, { main: ({ host }) => host.submissionMs, move: hostAt }],
]);
