import { describe, expect, it } from 'vitest';
import { visible, visibleJson, visibleLines, visibleSentence } from '../../src/cli/screen/visible.ts';

const HOSTILE = [
  '\u001b]0;owned\u0007',
  'a\rb',
  '\u0000',
  '\u007f',
  '\u009b31m',
  '\u2028',
  '\u2029',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u{e0041}',
  '\ud800',
];

describe('the terminal sink', () => {
  it('shows every character that a terminal would obey or hide', () => {
    for (const text of HOSTILE) {
      for (const show of [visible, visibleLines]) {
        expect(show(text)).toMatch(/\\u\{[0-9a-f]+\}/);
        expect(show(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }
    }
    expect(visible('\u001b[2J')).toBe('\\u{1b}[2J');
  });

  it('keeps our own newlines only where lines are meant', () => {
    expect(visible('a\nb')).toBe('a\\u{a}b');
    expect(visibleLines('a\nb')).toBe('a\nb');
  });

  it('shows the line breaks of a sentence as spaces, and every other such character', () => {
    const broken = 'The address is\r\n  not known.\n\tAsk\u2028 us\u0085now.\n';
    expect(visibleSentence(broken)).toBe('The address is not known. Ask us now.');
    expect(visibleSentence('a\u001b[2J\nb')).toBe('a\\u{1b}[2J b');
  });

  it('leaves names and streets of all languages as they are', () => {
    for (const text of ['Rue de l’Église 5', '東京', 'Łódź', 'naïve', '½']) expect(visible(text)).toBe(text);
  });

  it('keeps the meaning of a JSON text', () => {
    for (const text of HOSTILE) {
      const shown = visibleJson(JSON.stringify({ text }, null, 2));
      expect(JSON.parse(shown)).toEqual({ text });
      expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }
  });
});
