import { many } from '../../domain/plural.ts';
import { element } from '../../report/html/page/element.ts';
import type { SignAnswer, Signed } from '../exchange.ts';
import type { DecisionList } from './decision-list.ts';

/** The block to sign, with what is left said above it. `sign` gives back what came of it, or what was wrong, as text. */
export function signForm(
  list: DecisionList,
  sign: (by: string, note: string) => Promise<SignAnswer | string>,
): { readonly view: HTMLElement; readonly refresh: () => void; readonly close: (signed: Signed) => void } {
  const name = element('input', {
    name: 'by',
    required: '',
    value: list.content.operator,
    autocomplete: 'name',
  });
  const note = element('input', { name: 'note', placeholder: 'such as a ticket, or a condition' });
  const state = element('p', { class: 'sign-state', role: 'status' });
  const button = element('button', { class: 'sign' }, 'Sign and make the plan');
  const form = element(
    'form',
    { class: 'sign-form' },
    element('label', {}, element('span', {}, 'Your name'), name),
    element('label', {}, element('span', {}, 'Note'), note),
    button,
  );
  const view = element('section', { class: 'signature', 'aria-label': 'Signature' }, state, form);

  function refresh(): void {
    const left = list.left();
    const total = list.content.rows.length;
    state.textContent =
      left === 0
        ? `${many(total, 'row')} decided. Sign to make the plan that e911 apply carries out.`
        : `${many(left, 'row has', 'rows have')} no decision yet. Nothing is sent for a row without one.`;
  }

  function close({ by, at, note: said }: Signed): void {
    form.remove();
    state.textContent = `Signed by ${by} at ${at}${said === '' ? '' : `: ${said}`}.`;
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    button.disabled = true;
    state.textContent = 'Planning: the accounts are read and each edited address is checked.';
    void sign(name.value.trim(), note.value.trim()).then((answer) => {
      button.disabled = false;
      if (typeof answer === 'string') {
        state.textContent = answer;
        return;
      }
      close(answer.signed);
      const left = `${many(answer.left, 'row')} of the plan still ${answer.left === 1 ? 'needs' : 'need'} a review.`;
      view.append(
        element(
          'div',
          { class: 'outcome' },
          element('p', { class: 'outcome-line' }, answer.outcome, answer.left === 0 ? '' : ` ${left}`),
          element('p', { class: 'outcome-line' }, 'Plan: ', element('code', {}, answer.plan)),
          element('p', { class: 'outcome-line' }, 'Next: ', element('code', {}, answer.next)),
        ),
      );
    });
  });
  refresh();
  return { view, refresh, close };
}
