import { element } from '../../report/html/page/element.ts';
import { ReviewPage } from './review-page.ts';
import { readContent } from './server-calls.ts';

readContent()
  .then((content) => new ReviewPage(content).show())
  .catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    document.body.append(element('p', { class: 'said', role: 'alert' }, text));
  });
