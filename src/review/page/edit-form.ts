import { element } from '../../report/html/page/element.ts';
import type { CheckAnswer, DecideAnswer } from '../exchange.ts';
import { ADDRESS_FIELDS, type PlainAddress, plainLine } from '../plain-address.ts';

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

type Problems = DecideAnswer['problems'];

/** What a form does with an address that was typed. */
interface EditWork {
  /** Asks the rules and the carrier; nothing is saved. */
  readonly check: (address: PlainAddress) => Promise<CheckAnswer>;
  /** Saves it, and gives back what is wrong with it. */
  readonly save: (address: PlainAddress) => Promise<Problems>;
  /** Closes the form, with a sentence to show; empty for none. */
  readonly close: (said: string) => void;
}

/**
 * Asks for an address in place of a card's, beginning with `address`. What was typed is checked first: what is wrong with it is shown
 * beside its field; where the carrier objects, its own addresses are offered, and saving once more keeps what was typed.
 */
export function editForm(address: PlainAddress, { check, save, close }: EditWork): HTMLFormElement {
  const fields = addressFields(address);
  const offered = element('div', { class: 'offered', role: 'status' });
  const label = document.createTextNode('Save ');
  const submit = element('button', { class: 'action accept' }, label, element('kbd', {}, 'Enter'));
  const cancel = element('button', { type: 'button' }, 'Cancel ', element('kbd', {}, 'Esc'));
  const form = element(
    'form',
    { class: 'edit' },
    ...fields.labels,
    fields.rest,
    offered,
    element('footer', {}, submit, cancel),
  );
  /** The address that the carrier objected to. */
  let objected = '';

  async function store(typed: PlainAddress, said: string): Promise<void> {
    const problems = await save(typed);
    fields.show(problems);
    if (problems.length === 0) close(said);
  }
  function object({ message, offers }: CheckAnswer): void {
    label.textContent = 'Save mine anyway ';
    const buttons = offers.map((offer) => {
      const take = element('button', { type: 'button', class: 'action accept' }, `Take ${plainLine(offer)}`);
      take.addEventListener('click', () => void store(offer, ''));
      return element('li', {}, take);
    });
    offered.replaceChildren(
      element('p', {}, message),
      element('ul', { class: 'offers', 'aria-label': 'Addresses that the carrier offers' }, ...buttons),
    );
  }
  async function submitTyped(): Promise<void> {
    const typed = fields.typed();
    const text = JSON.stringify(typed);
    if (text === objected) return store(typed, '');
    offered.replaceChildren(element('p', {}, 'The address is being checked.'));
    submit.disabled = true;
    const answer = await check(typed);
    submit.disabled = false;
    label.textContent = 'Save ';
    offered.replaceChildren();
    fields.show(answer.problems);
    if (answer.problems.length > 0) return;
    if (answer.carrier !== 'objects') return store(typed, answer.message);
    objected = text;
    object(answer);
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!submit.disabled) void submitTyped();
  });
  cancel.addEventListener('click', () => close(''));
  form.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') close('');
  });
  return form;
}

/** The fields of an address, each with what is wrong beside it, and a place for what is wrong with none of them. */
function addressFields(address: PlainAddress): {
  readonly labels: readonly HTMLElement[];
  readonly rest: HTMLElement;
  typed(): PlainAddress;
  show(problems: Problems): void;
} {
  const inputs = ADDRESS_FIELDS.map((field) => {
    const input = element('input', {
      name: field,
      value: address[field],
      autocomplete: 'off',
      spellcheck: 'false',
    });
    const said = element('span', { class: 'problem', role: 'alert' });
    const label = element('label', {}, element('span', {}, LABELS[field].label), input, said);
    return { field, input, said, label };
  });
  const rest = element('p', { class: 'problem', role: 'alert' });
  const value = (field: (typeof ADDRESS_FIELDS)[number]): string =>
    inputs.find((each) => each.field === field)?.input.value.trim() ?? '';
  return {
    labels: inputs.map(({ label }) => label),
    rest,
    typed: () => ({
      street: value('street'),
      unit: value('unit'),
      city: value('city'),
      region: value('region'),
      postalCode: value('postalCode'),
      country: value('country'),
    }),
    show: (problems) => {
      const isOfField = (column: string): boolean =>
        inputs.some(({ field }) => LABELS[field].column === column);
      const others = problems.filter(({ column }) => !isOfField(column));
      rest.textContent = others.map(({ message, hint }) => `${message} ${hint}`).join(' ');
      for (const { field, input, said } of inputs) {
        const own = problems.find(({ column }) => column === LABELS[field].column);
        said.textContent = own === undefined ? '' : `${own.message} ${own.hint}`;
        input.setAttribute('aria-invalid', String(own !== undefined));
      }
    },
  };
}
