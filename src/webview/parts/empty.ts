/** What a page shows when there is nothing to show yet: what happened, and what to do. */
import * as l10n from '@vscode/l10n';
import type { Actions } from '../actions.ts';
import { button, h } from '../dom.ts';
import type { PageState } from '../protocol.ts';

export function emptyPart({ phase, problem }: PageState, actions: Partial<Actions>): HTMLElement {
  if (phase === 'failed') return failed(problem ?? l10n.t('The prediction failed.'), actions);
  if (phase === 'empty') return noProgram(actions);
  return h(
    'section',
    { class: 'empty', attributes: { role: 'status' } },
    h('div', { class: 'progress' }),
    h('p', {}, l10n.t('Reading the workspace and simulating…')),
  );
}

function noProgram({ command, openFull }: Partial<Actions>): HTMLElement {
  return h(
    'section',
    { class: 'empty' },
    h('h2', {}, l10n.t('No AscendCL program found')),
    h(
      'p',
      {},
      l10n.t(
        'Open a folder with C++ source that has a main function and calls AscendCL (acl/acl.h). The prediction appears here by itself.',
      ),
    ),
    command &&
      h(
        'div',
        { class: 'controls' },
        button(l10n.t('Open an example'), () => command('openExample'), { class: 'primary' }),
        button(l10n.t('Open folder…'), () => command('openFolder')),
        openFull && button(l10n.t('Plan a program…'), () => openFull('plan'), { key: 'open-plan' }),
        button(l10n.t('Get started'), () => command('openWalkthrough'), { class: 'link' }),
      ),
  );
}

function failed(problem: string, { command }: Partial<Actions>): HTMLElement {
  return h(
    'section',
    { class: 'empty', attributes: { role: 'alert' } },
    h('h2', {}, l10n.t('No prediction')),
    h('p', {}, problem),
    command &&
      h(
        'div',
        { class: 'controls' },
        button(l10n.t('Restart server'), () => command('restartServer'), { class: 'primary' }),
        button(l10n.t('Show output'), () => command('showOutput')),
      ),
  );
}
