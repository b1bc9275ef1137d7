/** The plan: from a wish to a design, for a program that is still to be written. It needs none that is open. */
import * as l10n from '@vscode/l10n';
import type { PlanAnswer, PlanChoices } from '../../server/protocol-plan.ts';
import { button, h, replace } from '../dom.ts';
import type { Child } from '../dom.ts';
import { table } from '../parts/table.ts';
import { planForm } from './plan-form.ts';
import type { PlanForm } from './plan-form.ts';
import type { SectionView, Session } from './session.ts';
import { inWords } from './whatif-answer.ts';

type Design = NonNullable<PlanAnswer['design']>;

/** One for the life of the page: what was typed and found stays while programs come and go. */
export function planSection(session: Session): SectionView {
  const status = h('p', { class: 'quiet', attributes: { role: 'status' } });
  const out = h('div', { class: 'result' });
  const element = h('div', { class: 'plan' }, status);
  const fail = (error: unknown): void =>
    replace(out, h('p', { class: 'alert', attributes: { role: 'alert' } }, inWords(error)));
  const begin = (choices: PlanChoices): void => {
    const form = planForm(choices, () => void find(form, { session, status, out }).catch(fail));
    replace(element, intro(), form.element, status, out);
  };
  status.textContent = l10n.t('Loading…');
  session.planChoices().then(
    (choices) => {
      status.textContent = '';
      begin(choices);
    },
    (error: unknown) => {
      status.textContent = inWords(error);
    },
  );
  return { element, destroy: () => undefined };
}

const intro = (): HTMLElement =>
  h(
    'p',
    { class: 'quiet' },
    l10n.t(
      'From what you want to threads, batch, depth and devices: the designs are simulated, and the one on the fewest devices whose frames are through soonest is shown, with its program.',
    ),
  );

interface Out {
  session: Session;
  status: HTMLElement;
  out: HTMLElement;
}

async function find(form: PlanForm, { session, status, out }: Out): Promise<void> {
  const wish = form.read();
  if (!wish) return;
  form.running(true);
  status.textContent = l10n.t('Trying designs…');
  try {
    const { refused, design } = await session.plan(wish);
    replace(out, ...(design ? designParts(design, session) : [refusal(refused ?? '')]));
  } finally {
    status.textContent = '';
    form.running(false);
  }
}

const refusal = (why: string): HTMLElement => h('p', { class: 'alert', attributes: { role: 'alert' } }, why);

function designParts(design: Design, session: Session): Child[] {
  const open = (language: 'cpp' | 'json', text: string) => () => session.openDraft(language, text);
  return [
    h(
      'div',
      { class: 'controls' },
      button(l10n.t('Open the program (C++)'), open('cpp', design.source), {
        class: 'primary',
        key: 'plan-cpp',
      }),
      button(l10n.t('Open the Pipeline (JSON)'), open('json', design.pipeline), { key: 'plan-json' }),
    ),
    h(
      'div',
      { class: 'columns' },
      block(l10n.t('Design'), pairs(l10n.t('Design'), design.rows), list(design.bandwidth)),
      block(l10n.t('How full each resource is'), pairs(l10n.t('How full each resource is'), design.loads)),
    ),
    design.assumed.length > 0 && block(l10n.t('Taken for granted'), list(design.assumed)),
  ];
}

const block = (title: string, ...children: Child[]): HTMLElement =>
  h('section', {}, h('h3', {}, title), ...children);

const pairs = (caption: string, rows: readonly string[][]): HTMLElement =>
  table({ caption, head: [l10n.t('What'), l10n.t('Value')], rows: rows.map((row) => [...row]), text: [1] });

const list = (lines: readonly string[]): Child =>
  lines.length > 0 && h('ul', { class: 'terms' }, ...lines.map((line) => h('li', {}, line)));
