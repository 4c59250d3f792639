import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { type Figure, PAGE, parseFigures, renderFigures, withFigures } from './figures.ts';

const figure: Figure = {
  what: 'faults, sinch',
  tried: '31 of 31',
  violations: 0,
  date: '2026-11-26',
  command: 'npm run test:chaos -- --part faults --world sinch --seed 1',
};

it('replaces the figure of the same name and keeps the others', async () => {
  const page = await readFile(PAGE, 'utf8');
  const before = parseFigures(page);
  const changed = withFigures(withFigures(page, [figure]), [{ ...figure, tried: '3 of 31', violations: 2 }]);
  const after = parseFigures(changed);
  expect(after.filter(({ what }) => what === figure.what)).toEqual([
    { ...figure, tried: '3 of 31', violations: 2 },
  ]);
  const others = (figures: readonly Figure[]) => figures.filter(({ what }) => what !== figure.what);
  expect(others(after)).toEqual(others(before));
  expect(
    withFigures(
      changed,
      before.filter(({ what }) => what === figure.what),
    ).length,
  ).toBeGreaterThan(0);
});

it('refuses a page without its markers, and a line that was typed by hand', () => {
  expect(() => parseFigures('no table')).toThrow('is not in the page');
  const page = `<!-- figures: written by npm run test:chaos -->\n| by hand |\n<!-- end of figures -->`;
  expect(() => parseFigures(page)).toThrow('not a line of the table');
});

it('the table of docs/reliability.md is as the suite writes it, and shows no violations', async () => {
  const page = await readFile(PAGE, 'utf8');
  const figures = parseFigures(page);
  expect(figures.length).toBeGreaterThan(0);
  expect(page).toContain(renderFigures(figures));
  for (const { what, violations, command } of figures) {
    expect({ what, violations }).toEqual({ what, violations: 0 });
    expect(command).toMatch(
      /^npm run test:chaos -- --part (kills|faults|simulation|bugs|load|migrations|sites|power|disk|workers)\b/,
    );
  }
});
