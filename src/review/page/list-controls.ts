import { many } from '../../domain/plural.ts';
import { element } from '../../report/html/page/element.ts';
import type { Filter } from './decision-list.ts';

const KEYS = 'j next · k previous · a accept · m keep mine · e edit · x leave out · u undo · / search';

/** The head of the page: what is left, search, and filter. `changed` is called when another list is asked for. */
export function listControls(sheetName: string, changed: () => void) {
  const left = element('strong', { class: 'left', role: 'status' });
  const search = element('input', { type: 'search', placeholder: 'Search', 'aria-label': 'Search' });
  const filter = element(
    'select',
    { 'aria-label': 'Which rows' },
    element('option', { value: 'left' }, 'Left to decide'),
    element('option', { value: 'decided' }, 'Decided'),
    element('option', { value: 'all' }, 'All'),
  );
  search.addEventListener('input', changed);
  filter.addEventListener('change', changed);
  return {
    view: element(
      'header',
      { class: 'top' },
      element('h1', {}, `Review of ${sheetName}`),
      left,
      search,
      filter,
      element('p', { class: 'keys' }, KEYS),
    ),
    search,
    filter: (): Filter => (filter.value === 'decided' || filter.value === 'all' ? filter.value : 'left'),
    showLeft: (count: number): void => {
      left.textContent = count === 0 ? 'Nothing left' : `${many(count, 'row')} left`;
    },
  };
}
