import { element } from '../../report/html/page/element.ts';
import type { DecideAnswer } from '../exchange.ts';
import { ADDRESS_FIELDS, type PlainAddress } from '../plain-address.ts';

const LABELS: Readonly<
  Record<(typeof ADDRESS_FIELDS)[number], { readonly label: string; readonly column: string }>
> = {
  street: { label: 'Street', column: 'street' },
  unit: { label: 'Unit', column: 'unit' },
  city: { label: 'City', column: 'city' },
  region: { label: 'Region', column: 'region' },
  postalCode: { label: 'Postal code', column: 'postal_code' },
  country: { label: 'Country', column: 'country' },
};

/**
 * Asks for an address in place of a card's, beginning with `address`. `save` gets what was typed and gives back what is wrong
 * with it, which is shown beside its field; nothing wrong closes the form.
 */
export function editForm(
  address: PlainAddress,
  save: (address: PlainAddress) => Promise<DecideAnswer['problems']>,
  close: () => void,
): HTMLFormElement {
  const inputs = ADDRESS_FIELDS.map((field) => {
    const input = element('input', {
      name: field,
      value: address[field],
      autocomplete: 'off',
      spellcheck: 'false',
    });
    const said = element('span', { class: 'problem', role: 'alert' });
    return {
      field,
      input,
      said,
      label: element('label', {}, element('span', {}, LABELS[field].label), input, said),
    };
  });
  const rest = element('p', { class: 'problem', role: 'alert' });
  const cancel = element('button', { type: 'button' }, 'Cancel ', element('kbd', {}, 'Esc'));
  const form = element(
    'form',
    { class: 'edit' },
    ...inputs.map(({ label }) => label),
    rest,
    element(
      'footer',
      {},
      element('button', { class: 'action accept' }, 'Save ', element('kbd', {}, 'Enter')),
      cancel,
    ),
  );
  const typed = (): PlainAddress => {
    const value = (field: (typeof ADDRESS_FIELDS)[number]): string =>
      inputs.find((each) => each.field === field)?.input.value.trim() ?? '';
    return {
      street: value('street'),
      unit: value('unit'),
      city: value('city'),
      region: value('region'),
      postalCode: value('postalCode'),
      country: value('country'),
    };
  };
  const show = (problems: DecideAnswer['problems']): void => {
    const others = problems.filter(
      ({ column }) => !inputs.some(({ field }) => LABELS[field].column === column),
    );
    rest.textContent = others.map(({ message, hint }) => `${message} ${hint}`).join(' ');
    for (const { field, input, said } of inputs) {
      const own = problems.find(({ column }) => column === LABELS[field].column);
      said.textContent = own === undefined ? '' : `${own.message} ${own.hint}`;
      input.setAttribute('aria-invalid', String(own !== undefined));
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void save(typed()).then((problems) => {
      show(problems);
      if (problems.length === 0) close();
    });
  });
  cancel.addEventListener('click', close);
  form.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') close();
  });
  return form;
}
