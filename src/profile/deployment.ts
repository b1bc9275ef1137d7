/** What a deployment leaves of a device and its host. */
import type { Deployment } from '../pipeline/deployment.ts';
import type { DeviceProfile, EngineProfile, Value } from './profile.ts';

/** What is left of a device and its host. */
export function deployedOn(profile: DeviceProfile, { hostCores, devicePart }: Deployment): DeviceProfile {
  const { host } = profile;
  const left =
    hostCores === undefined ? profile : { ...profile, host: { ...host, cores: told(host.cores, hostCores) } };
  return devicePart === undefined || devicePart === 1 ? left : partOf(left, devicePart);
}

function told(value: Value, number: number): Value {
  return { ...value, value: number, source: 'declared deployment', confidence: 'specified' };
}

/**
 * A part of a device: AI Core is slower, as it has fewer cores; the other engines have fewer servers, and memory and AI
 * CPU are less. Link and scheduler stay. That work is in proportion to cores is assumed.
 */
function partOf(profile: DeviceProfile, part: number): DeviceProfile {
  const { memory, aiCpu, speed, engines } = profile;
  const fewer = (value: Value): Value => told(value, Math.max(1, Math.round(value.value * part)));
  const share = ([id, engine]: [string, EngineProfile]): [string, EngineProfile] => [
    id,
    WHOLE.has(id) ? engine : { ...engine, servers: fewer(engine.servers) },
  ];
  return {
    ...profile,
    engines: Object.fromEntries(Object.entries(engines).map(share)),
    memory: { ...memory, bytes: told(memory.bytes, Math.floor(memory.bytes.value * part)) },
    aiCpu: { cores: fewer(aiCpu.cores) },
    speed: { ...speed, aicore: (speed?.['aicore'] ?? 1) * part },
  };
}

/** Engines of which a part of a device has all servers: AI Core is one whatever its size, copies are the link's. */
const WHOLE = new Set(['aicore', 'h2d', 'd2h', 'd2d', 'p2p', 'memset']);
