/** The style of the list of rows, its controls and the opened row. */
export const LIST_STYLE = `
.controls { margin-top: 0.85rem; }
.control-line { display: flex; flex-wrap: wrap; gap: 0.6rem 1rem; align-items: center; }
input[type="search"], select {
  font: inherit; font-size: 0.9rem; color: var(--ink); background: var(--surface);
  border: 1px solid var(--line-strong); border-radius: 5px; padding: 0.35rem 0.6rem; min-height: 2.2rem;
}
input[type="search"] { flex: 1 1 18rem; max-width: 26rem; }
input::placeholder { color: var(--muted); opacity: 1; }
.choice { display: inline-flex; gap: 0.4rem; align-items: center; font-size: 0.85rem; color: var(--muted); }
.choice select { max-width: 11rem; }
.found { margin-left: auto; color: var(--muted); font-size: 0.875rem; }
.chips { display: flex; flex-wrap: wrap; gap: 0.4rem; margin-top: 0.7rem; }
.chip {
  font: inherit; font-size: 0.85rem; cursor: pointer; padding: 0.15rem 0.7rem; border-radius: 99px;
  color: var(--ink); background: none; border: 1px solid var(--line-strong);
}
.chip b { font-weight: 600; color: var(--tone); }
.chip[aria-pressed="true"] { background: var(--tone-soft); border-color: var(--tone); color: var(--tone); }
:focus-visible { outline: 2px solid var(--planned); outline-offset: 2px; }

.list {
  margin-top: 0.85rem; max-height: 72vh; overflow: auto; background: var(--surface);
  border: 1px solid var(--line); border-radius: 6px; font-size: 0.875rem; position: relative;
}
.list-row { display: grid; grid-template-columns: var(--columns); column-gap: 1rem; padding: 0 1rem; min-width: 56rem; align-items: center; }
.list-head { position: sticky; top: 0; z-index: 1; height: 2.4rem; background: var(--surface); border-bottom: 1px solid var(--line-strong); }
.list-size { position: relative; min-width: 56rem; overflow: hidden; }
.list-gap { position: absolute; inset: 0 0 auto; will-change: transform; }
.list-gap .list-row { height: 48px; border-bottom: 1px solid var(--line); cursor: pointer; }
.list-gap .list-row:hover { background: var(--page); }
.list-gap .list-row:focus-visible { outline-offset: -2px; }
.cell { min-width: 0; max-height: 2.7em; line-height: 1.35; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; unicode-bidi: isolate; }

.aside, .shape-number { color: var(--muted); }
.shape-code { white-space: nowrap; }
.sort { font: inherit; font-size: 0.825rem; color: var(--muted); background: none; border: 0; padding: 0.2rem 0; cursor: pointer; }
[aria-sort="ascending"] .sort::after { content: " ↑"; color: var(--ink); }
[aria-sort="descending"] .sort::after { content: " ↓"; color: var(--ink); }
.none { padding: 1.5rem; color: var(--muted); text-align: center; }
.badge { display: inline-block; padding: 0.05rem 0.5rem; border-radius: 4px; color: var(--tone); background: var(--tone-soft); font-size: 0.8rem; font-weight: 500; white-space: nowrap; }
ins { color: var(--good); background: var(--good-soft); text-decoration: none; border-bottom: 1px solid currentColor; }
del { color: var(--bad); background: var(--bad-soft); text-decoration: line-through; }

.row-sheet {
  margin: 0 0 0 auto; width: min(30rem, 100vw); height: 100vh; max-height: 100vh; border: 0; border-left: 1px solid var(--line-strong);
  background: var(--surface); color: var(--ink); padding: 1rem 1.5rem 2rem; overflow: auto;
}
.row-sheet::backdrop { background: rgb(0 0 0 / 0.25); }
.row-sheet h2 { margin: 0.75rem 0 0.5rem; font-size: 1.2rem; }
.row-sheet dl { margin: 0; }
.row-sheet dl div { padding: 0.5rem 0; border-top: 1px solid var(--line); }
.row-sheet dt { color: var(--muted); font-size: 0.8rem; }
.row-sheet dd { margin: 0; white-space: pre-wrap; unicode-bidi: isolate; }
.row-bar { display: flex; gap: 0.4rem; justify-content: flex-end; }
.row-bar button { font: inherit; font-size: 0.85rem; color: var(--ink); background: var(--page); border: 1px solid var(--line-strong); border-radius: 5px; padding: 0.2rem 0.7rem; cursor: pointer; }
.row-bar button:disabled { color: var(--muted); opacity: 0.6; cursor: default; }
`;
