/** Plans for the panel: from a wish to a design with its program, by the settings of the workspace. */
import type { DeviceProfile } from '../profile/profile.ts';
import { deviceIds, loadProfile, withCann } from '../profile/load.ts';
import { knownModels } from '../profile/models.ts';
import { type Design, designFor, isRefused } from '../service/design/design.ts';
import { designerWith } from '../service/design/designer.ts';
import { bandwidthLines, designRows, loadRows, refusalText } from '../service/design/text.ts';
import { bytesOf, type Wish } from '../service/design/wish.ts';
import { toJson } from '../service/json.ts';
import type { Locale } from '../service/locale.ts';
import { Session } from '../service/session.ts';
import type { SessionSettings } from '../service/session.ts';
import { told } from '../service/told.ts';
import type { PlanAnswer, PlanChoices, PlanWish } from './protocol-plan.ts';
import type { ServerState } from './state.ts';

/** Those of the first folder: a plan is of no file yet. */
const settingsOf = ({ session, folders: [first] }: ServerState): SessionSettings =>
  session.settingsAt(first === undefined ? undefined : `${first}/`);

/** What a wish may name: devices, and the models that the catalogue knows there. */
export function planChoices(state: ServerState): PlanChoices {
  const { id } = settingsOf(state).profile;
  const devices = deviceIds().map((each) => ({ id: each, name: loadProfile(each).name }));
  return { device: id, devices, models: knownModels(id) };
}

export class Planner {
  private reading: Promise<Session> | undefined;

  constructor(private readonly state: ServerState) {}

  /** @throws PipelineError where nothing can be predicted. */
  async plan({ device, ...asked }: PlanWish): Promise<PlanAnswer> {
    const { locale, session } = this.state;
    const wish: Wish = { ...asked, bytes: asked.bytes ?? bytesOf(asked) };
    const profile = this.profileOf(device);
    const designer = designerWith(await this.reader(), session.simulator, profile);
    const answer = await designFor(wish, designer);
    if (isRefused(answer))
      return { refused: inFull(refusalText(answer, wish, locale), locale), design: null };
    return { refused: null, design: shown(answer, locale) };
  }

  /** What the workspace has measured is of its own device. */
  private profileOf(device: string): DeviceProfile {
    const { profile, cannVersion } = settingsOf(this.state);
    return device === profile.id ? profile : withCann(loadProfile(device), cannVersion);
  }

  /** A session of its own: a program that is nowhere yet must not stand among those of the workspace. */
  private reader(): Promise<Session> {
    const { profile } = settingsOf(this.state);
    this.reading ??= this.state
      .newAnalyzer()
      .then((analyzer) => new Session(analyzer, { profile, parameters: {} }));
    return this.reading;
  }
}

const inFull = (text: string, locale: Locale): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${locale === 'zh' ? '。' : '.'}`;

function shown(design: Design, locale: Locale): NonNullable<PlanAnswer['design']> {
  return {
    rows: designRows(design, locale),
    loads: loadRows(design, locale),
    bandwidth: bandwidthLines(design, locale),
    assumed: told(design.prediction, locale).warnings,
    source: design.source,
    pipeline: `${toJson(design.pipeline)}\n`,
  };
}
