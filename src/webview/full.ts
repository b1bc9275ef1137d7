/** The full panel: the answer on top, and below it timeline, curves, what-if and comparison as tabs. */
import * as l10n from '@vscode/l10n';
import { button, h, replace, uniqueId } from './dom.ts';
import { headline } from './parts/headline.ts';
import { boundSection } from './full/bound.ts';
import { compareSection } from './full/compare.ts';
import { curvesSection } from './full/curves.ts';
import { exportMenu } from './full/export.ts';
import type { ParameterValues } from '../server/protocol-shapes.ts';
import { settingsOf } from './full/session.ts';
import type { SectionInput, SectionView, Session, Trial } from './full/session.ts';
import { timelineSection } from './full/timeline.ts';
import { planSection } from './full/plan.ts';
import { whatIfSection } from './full/whatif.ts';
import { programChoice, withoutReport } from './side.ts';
import { sections } from './protocol.ts';
import type { PageState, Section } from './protocol.ts';

/** Those of a program; a plan is of none. */
const builders: Record<Exclude<Section, 'plan'>, (input: SectionInput) => SectionView> = {
  timeline: timelineSection,
  bound: boundSection,
  curves: curvesSection,
  whatif: whatIfSection,
  compare: compareSection,
};

const titles: Record<Section, () => string> = {
  timeline: () => l10n.t('Timeline'),
  bound: () => l10n.t('What binds'),
  curves: () => l10n.t('Curves'),
  whatif: () => l10n.t('What if'),
  compare: () => l10n.t('Measured'),
  plan: () => l10n.t('Plan'),
};

export interface FullPage {
  update(state: PageState): void;
  /** `trial`: values to try besides those that are tried. */
  show(section: Section, trial?: ParameterValues): void;
}

export class Full implements FullPage {
  private state: PageState | undefined;
  private view: SectionView | undefined;
  /** It stays as it is while programs change. */
  private plan: SectionView | undefined;
  private trial: Trial;
  private section: Section;
  private readonly panelId = uniqueId('panel');
  private readonly panel = h('div', {
    class: 'tabpanel',
    attributes: { role: 'tabpanel', id: this.panelId, tabindex: -1 },
  });

  constructor(
    private readonly root: Element,
    private readonly session: Session,
    start: { section: Section; trial: ParameterValues },
    private readonly remember: (section: Section) => void,
  ) {
    this.section = start.section;
    this.trial = new Map(Object.entries(start.trial));
  }

  update(state: PageState): void {
    const before = this.state?.report;
    if (before && state.report?.program !== before.program) this.trial = new Map();
    this.state = state;
    // What was tried and then written to the source, or kept, is today's.
    for (const { name, value } of state.report?.parameters ?? []) {
      if (this.trial.get(name) === value) this.trial.delete(name);
    }
    this.render();
  }

  show(section: Section, trial: ParameterValues = {}): void {
    for (const [name, value] of Object.entries(trial)) this.trial.set(name, value);
    this.section = section;
    this.remember(section);
    this.render();
  }

  private render(): void {
    const { state } = this;
    this.view?.destroy();
    this.view = undefined;
    if (!state) return;
    if (!state.report && this.section === 'plan') return this.showPlanAlone();
    if (!state.report)
      return replace(this.root, programChoice(state, this.session), withoutReport(state, this.session));
    const { report } = state;
    this.view =
      this.section === 'plan'
        ? this.planned()
        : builders[this.section]({ report, state, session: this.session, trial: this.trial });
    this.panel.setAttribute('aria-labelledby', `tab-${this.section}`);
    const bar = h(
      'div',
      { class: 'bar' },
      this.tabs(),
      exportMenu(
        this.session,
        () => settingsOf(this.trial),
        () => this.view?.canvas?.(),
      ),
    );
    replace(
      this.root,
      h('header', {}, programChoice(state, this.session), headline(report)),
      bar,
      this.panel,
    );
    replace(this.panel, this.view.element);
  }

  private planned(): SectionView {
    this.plan ??= planSection(this.session);
    return this.plan;
  }

  /** There is no program yet whose views could stand beside it. */
  private showPlanAlone(): void {
    const back = button(l10n.t('Back'), () => this.show('timeline'), { key: 'plan-back' });
    replace(this.root, h('div', { class: 'bar' }, h('h2', {}, titles.plan()), back), this.planned().element);
  }

  private tabs(): HTMLElement {
    const tabs = sections.map((section) => {
      const selected = section === this.section;
      return h(
        'button',
        {
          key: `tab-${section}`,
          attributes: {
            type: 'button',
            role: 'tab',
            id: `tab-${section}`,
            'aria-selected': String(selected),
            'aria-controls': this.panelId,
            tabindex: selected ? 0 : -1,
          },
          on: { click: () => this.show(section), keydown: (event) => this.moveTab(event, section) },
        },
        titles[section](),
      );
    });
    return h(
      'div',
      { class: 'tabs', attributes: { role: 'tablist', 'aria-label': l10n.t('Views') } },
      ...tabs,
    );
  }

  private moveTab(event: KeyboardEvent, from: Section): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = sections[(sections.indexOf(from) + step + sections.length) % sections.length];
    if (!next) return;
    this.show(next);
    this.root.querySelector<HTMLElement>(`[data-key="tab-${next}"]`)?.focus();
  }
}
