import type { FileRow } from '../source/row-source.ts';
import { MAX_COLUMNS, MAX_PLACES, MAX_ROWS } from './book-worksheet.ts';
import { odsCellText } from './ods-cell.ts';
import type { OdsTag } from './ods-tags.ts';
import { refuseWorkbook } from './refuse-workbook.ts';
import { tooLarge } from './zip-file.ts';

/** What a walk tells of a worksheet. */
export interface OdsTable {
  readonly name: string;
  readonly isHidden: boolean;
  readonly hiddenRows: number[];
  readonly hiddenColumns: Set<number>;
  /** Why it cannot be read; the others can. */
  refusal: Error | null;
}

/** What is inside is not a cell of the worksheet: notes, drawings, deleted rows, copies of other files. */
const NO_CELLS =
  /^(?:draw:.*|dr3d:.*|office:annotation|office:forms|table:(?:shapes|tracked-changes|dde-links|content-validations|detective))$/;

/** A cell that is being read. */
interface OpenCell {
  readonly attributes: ReadonlyMap<string, string>;
  readonly paragraphs: string[];
}

/** Walks through content.xml: which worksheets it has, what they hide, and the rows of one of them. */
export class OdsWalk {
  readonly tables: OdsTable[] = [];
  /** Whether the end of the document was met. */
  isComplete = false;
  readonly #path: string;
  readonly #wanted: number | null;
  /** Names of styles of nothing that is shown: a worksheet, a row without height, a column without width. */
  readonly #unseen = new Set<string>();
  #style = '';
  #skipped = 0;
  #hiddenGroups: boolean[] = [];
  #table: OdsTable | null = null;
  #line = 0;
  #column = 0;
  #places = 0;
  #row: ReadonlyMap<string, string> | null = null;
  #cells: string[] = [];
  /** Empty places behind the last cell that holds something. */
  #empty = 0;
  #cell: OpenCell | null = null;
  #isInParagraph = false;

  /** @param wanted worksheet whose rows are returned, from 0; null for none */
  constructor(path: string, wanted: number | null) {
    this.#path = path;
    this.#wanted = wanted;
  }

  /** The rows that end in these tags, as long as they hold something. */
  *read(tags: readonly OdsTag[]): Generator<FileRow> {
    for (const { kind, name, attributes, text } of tags) {
      if (this.#skipped > 0 || NO_CELLS.test(name)) {
        this.#skipped += kind === 'start' ? 1 : kind === 'end' ? -1 : 0;
      } else {
        if (kind !== 'end') this.#start(name, attributes);
        if (kind !== 'start') yield* this.#end(name);
      }
      if (this.#skipped === 0 && this.#isInParagraph) this.#write(text.replace(/[ \t\r\n]+/g, ' '));
    }
  }

  #start(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'style:style') this.#style = attributes.get('style:name') ?? '';
    else if (name.startsWith('style:table-')) this.#noteStyle(attributes);
    else if (name === 'table:table') this.#startTable(attributes);
    else if (name.endsWith('-group')) {
      this.#hiddenGroups.push(attributes.get('table:display') === 'false');
    } else if (name === 'table:table-column') this.#noteColumns(attributes);
    else if (name === 'table:table-row') {
      this.#row = attributes;
      this.#cells = [];
      this.#empty = 0;
    } else if (name === 'table:table-cell' || name === 'table:covered-table-cell') {
      this.#cell = { attributes, paragraphs: [] };
    } else if (this.#cell !== null) this.#startText(name, attributes, this.#cell);
  }

  #startText(name: string, attributes: ReadonlyMap<string, string>, cell: OpenCell): void {
    if (name === 'text:p') {
      cell.paragraphs.push('');
      this.#isInParagraph = true;
    } else if (name === 'text:s') {
      this.#write(' '.repeat(Math.min(Number(attributes.get('text:c') ?? '1') || 1, 1000)));
    } else if (name === 'text:tab') this.#write('\t');
    else if (name === 'text:line-break') this.#write('\n');
  }

  *#end(name: string): Generator<FileRow> {
    if (name === 'text:p') this.#isInParagraph = false;
    else if (name === 'table:table-cell') this.#endCell(false);
    else if (name === 'table:covered-table-cell') this.#endCell(true);
    else if (name === 'table:table-row') yield* this.#endRow();
    else if (name.endsWith('-group')) this.#hiddenGroups.pop();
    else if (name === 'table:table') this.#table = null;
    else if (name === 'office:document-content') this.isComplete = true;
  }

  #write(text: string): void {
    const paragraphs = this.#cell?.paragraphs ?? [];
    if (paragraphs.length > 0) paragraphs.push((paragraphs.pop() ?? '') + text);
  }

  #noteStyle(attributes: ReadonlyMap<string, string>): void {
    const size = attributes.get('style:row-height') ?? attributes.get('style:column-width') ?? '1';
    if (attributes.get('table:display') === 'false' || Number.parseFloat(size) === 0) {
      this.#unseen.add(this.#style);
    }
  }

  #startTable(attributes: ReadonlyMap<string, string>): void {
    if (this.#table !== null) this.#refuse(`a table inside row ${this.#line + 1}`);
    this.#table = {
      name: attributes.get('table:name') ?? '',
      isHidden: this.#unseen.has(attributes.get('table:style-name') ?? ''),
      hiddenRows: [],
      hiddenColumns: new Set(),
      refusal: null,
    };
    this.tables.push(this.#table);
    this.#line = 0;
    this.#column = 0;
    this.#places = 0;
    this.#hiddenGroups = [];
  }

  /** Filters, groups, and "Hide" write these. */
  #isHidden(attributes: ReadonlyMap<string, string>): boolean {
    return (
      (attributes.get('table:visibility') ?? 'visible') !== 'visible' ||
      this.#unseen.has(attributes.get('table:style-name') ?? '') ||
      this.#hiddenGroups.includes(true)
    );
  }

  #noteColumns(attributes: ReadonlyMap<string, string>): void {
    const end = Math.min(this.#column + this.#times(attributes, 'columns'), MAX_COLUMNS);
    if (this.#isHidden(attributes)) {
      for (let at = this.#column; at < end; at++) this.#table?.hiddenColumns.add(at);
    }
    this.#column = end;
  }

  /** Equal neighbors are written once, with their number. */
  #times(attributes: ReadonlyMap<string, string>, of: 'rows' | 'columns'): number {
    const times = Number(attributes.get(`table:number-${of}-repeated`) ?? '1');
    if (Number.isInteger(times) && times >= 1) return times;
    this.#refuse(`${of} repeated in row ${this.#line + 1}`);
    return 1;
  }

  #endCell(isCovered: boolean): void {
    const cell = this.#cell;
    this.#cell = null;
    this.#isInParagraph = false;
    if (cell === null || this.#table === null) return;
    const times = this.#times(cell.attributes, 'columns');
    // A merged cell shows its first place alone, whatever the covered ones still hold.
    const text = isCovered ? '' : odsCellText(cell.attributes, cell.paragraphs.join('\n'));
    if (text === null) {
      const detail = `a cell in row ${this.#line + 1}`;
      this.#table.refusal ??= refuseWorkbook(this.#path, 'SHEET_FORMULA_NO_VALUE', { detail });
    }
    if (text === null || text === '') {
      this.#empty += times;
      return;
    }
    if (this.#cells.length + this.#empty + times > MAX_COLUMNS) {
      this.#refuse(`a cell right of the last column in row ${this.#line + 1}`);
      return;
    }
    for (; this.#empty > 0; this.#empty--) this.#cells.push('');
    for (let time = 0; time < times; time++) this.#cells.push(text);
  }

  *#endRow(): Generator<FileRow> {
    const table = this.#table;
    const attributes = this.#row;
    this.#row = null;
    if (table === null || attributes === null) return;
    const first = this.#line + 1;
    const times = this.#times(attributes, 'rows');
    this.#line += times;
    if (this.#cells.length === 0) return;
    if (this.#line > MAX_ROWS) return this.#refuse(`row ${first}`);
    this.#places += this.#cells.length * times;
    if (this.#places > MAX_PLACES) {
      table.refusal ??= tooLarge(
        this.#path,
        `its rows reach over more than ${MAX_PLACES / 1e6} million places`,
      );
      return;
    }
    const isHidden = this.#isHidden(attributes);
    const isWanted = this.tables.length - 1 === this.#wanted;
    for (let line = first; line <= this.#line; line++) {
      if (isHidden && this.#wanted === null) table.hiddenRows.push(line);
      if (isWanted) yield { line, cells: this.#cells };
    }
  }

  #refuse(detail: string): void {
    if (this.#table === null) return;
    this.#table.refusal ??= refuseWorkbook(this.#path, 'SHEET_WORKBOOK_REFERENCE', { detail });
  }
}
