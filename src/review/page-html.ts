import { readFile } from 'node:fs/promises';
import { sourceHash } from '../report/html/page-template.ts';
import { shippedFile } from '../shipped/shipped-file.ts';

/**
 * The page with its style and script inside, and the policy that lets only these two take effect and only this server be asked.
 * @throws Error when the page was not built
 */
export async function reviewHtml(): Promise<{ readonly html: string; readonly policy: string }> {
  const [template = '', style = '', script = ''] = await Promise.all(
    ['review.html', 'review.css', 'review.js'].map((name) =>
      readFile(shippedFile(`dist/pages/${name}`), 'utf8'),
    ),
  );
  const policy = [
    "default-src 'none'",
    `script-src ${sourceHash(script)}`,
    `style-src ${sourceHash(style)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  // Functions: a text of the script may look like a pattern of replacements.
  const html = template.replace('{{style}}', () => style).replace('{{script}}', () => script);
  return { html, policy };
}
