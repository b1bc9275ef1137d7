/** What designs are tried with: a session that reads their programs, and a simulator. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import { Predictor } from '../predictor.ts';
import type { Session } from '../session.ts';
import type { Simulator } from '../simulation/simulator.ts';
import type { Designer } from './design.ts';

/** The file that a design's program is. */
export const PROGRAM_FILE = 'main.cpp';

/** @param session one that holds nothing else; it reads one program after the other, as `predict` does. */
export function designerWith(session: Session, simulator: Simulator, profile: DeviceProfile): Designer {
  const predictor = new Predictor(profile, simulator);
  return {
    profile,
    read: (text) => read(session, text),
    predict: (pipeline, set) => predictor.predict(pipeline, set),
    assess: (pipeline) => predictor.assessed(pipeline, {}),
  };
}

function read(session: Session, text: string): Promise<Pipeline> {
  session.update({ file: PROGRAM_FILE, text });
  const [program] = session.programs();
  return program
    ? Promise.resolve(program.pipeline)
    : Promise.reject(new Error('the skeleton is no program'));
}
