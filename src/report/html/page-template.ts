import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { shippedFile } from '../../shipped/shipped-file.ts';

/** The page around its data, with the only style sheet and the only script that its policy lets take effect. */
interface PageFrame {
  /** Up to the place of the data. */
  readonly before: string;
  readonly after: string;
}

/** The texts of one page in its frame; they are escaped. */
interface FrameTexts {
  readonly title: string;
  readonly headline: string;
  /** What a reader without scripts can do. */
  readonly withoutScripts: string;
}

/**
 * Fills the built report.html with its style, its script, the policy that names both by their hashes, and the texts.
 * @throws Error when the page was not built.
 */
export async function pageFrame({ title, headline, withoutScripts }: FrameTexts): Promise<PageFrame> {
  const [template, style, script] = await Promise.all(
    ['report.html', 'report.css', 'report.js'].map((name) =>
      readFile(shippedFile(`dist/pages/${name}`), 'utf8'),
    ),
  );
  const policy = [
    "default-src 'none'",
    `script-src ${sourceHash(script ?? '')}`,
    `style-src ${sourceHash(style ?? '')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const values: Readonly<Record<string, string>> = {
    policy: escapeHtml(policy),
    title: escapeHtml(title),
    headline: escapeHtml(headline),
    'without-scripts': escapeHtml(withoutScripts),
    style: style ?? '',
    script: script ?? '',
  };
  const [before = '', after = ''] = (template ?? '').split('{{data}}');
  return { before: filled(before, values), after: filled(after, values) };
}

/** The name that a content-security policy gives to the text inside an element. */
export const sourceHash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** One pass over the template: a value that looks like a place is not filled again. */
function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{([a-z-]+)\}\}/g, (place, name: string) => values[name] ?? place);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for element content and for quoted attributes. */
const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
