import { crc32, deflateRawSync } from 'node:zlib';

/** One part of a made archive; the claims replace the truth in its list of contents. */
export interface Part {
  readonly name: string;
  readonly content: string | Buffer;
  readonly stored?: boolean;
  readonly claims?: {
    readonly bytes?: number;
    readonly packedBytes?: number;
    readonly crc?: number;
    readonly flags?: number;
    readonly method?: number;
  };
  /** Sizes in the 64-bit fields that some writers use for every entry. */
  readonly wide?: boolean;
}

/** A ZIP archive, byte by byte, so that each of its numbers can be made a lie. */
export function makeZip(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const data = part.stored ? content : deflateRawSync(content);
    const name = Buffer.from(part.name);
    const bytes = part.claims?.bytes ?? content.length;
    const packedBytes = part.claims?.packedBytes ?? data.length;
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(part.claims?.flags ?? 0, 2);
    facts.writeUInt16LE(part.claims?.method ?? (part.stored ? 0 : 8), 4);
    facts.writeUInt32LE(part.claims?.crc ?? crc32(content), 10);
    facts.writeUInt32LE(part.wide ? 0xffffffff : packedBytes, 14);
    facts.writeUInt32LE(part.wide ? 0xffffffff : bytes, 18);
    facts.writeUInt16LE(name.length, 22);
    const extra = part.wide ? wideSizes(bytes, packedBytes) : Buffer.alloc(0);
    facts.writeUInt16LE(extra.length, 24);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, name, extra, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    list.push(
      Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), facts, tail, name, extra]),
    );
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

function wideSizes(bytes: number, packedBytes: number): Buffer {
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(16, 2);
  extra.writeBigUInt64LE(BigInt(bytes), 4);
  extra.writeBigUInt64LE(BigInt(packedBytes), 12);
  return extra;
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** A worksheet around rows of XML. */
export function worksheetXml(rows: string): string {
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`;
}

/** What a made workbook holds. */
export interface MadeWorkbook {
  /** Worksheet name -> its whole XML, in order. */
  readonly sheets: Readonly<Record<string, string | Buffer>>;
  /** Attributes of a `<sheet>` by worksheet name: `state="hidden"`. */
  readonly sheetAttributes?: Readonly<Record<string, string>>;
  readonly sharedStrings?: string;
  /** Format codes, one for each style from 1 on. */
  readonly formats?: readonly string[];
  /** Changes or additions to the archive's parts. */
  readonly parts?: (parts: Part[]) => readonly Part[];
}

/** The parts of a workbook as a spreadsheet program writes them. */
export function makeWorkbook(made: MadeWorkbook): Buffer {
  const names = Object.keys(made.sheets);
  const related = names.map((_, index) =>
    relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`),
  );
  if (made.sharedStrings !== undefined) {
    related.push(relation('rId901', 'sharedStrings', 'sharedStrings.xml'));
  }
  related.push(relation('rId902', 'styles', 'styles.xml'));
  const parts: Part[] = [
    {
      name: '[Content_Types].xml',
      content: `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    { name: '_rels/.rels', content: relationships([relation('rId1', 'officeDocument', 'xl/workbook.xml')]) },
    {
      name: 'xl/workbook.xml',
      content: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names
        .map(
          (name, index) =>
            `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" ${made.sheetAttributes?.[name] ?? ''} r:id="rId${index + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', content: relationships(related) },
    { name: 'xl/styles.xml', content: stylesXml(made.formats ?? []) },
    ...names.map((name, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: made.sheets[name] ?? '',
    })),
  ];
  if (made.sharedStrings !== undefined) {
    parts.push({ name: 'xl/sharedStrings.xml', content: made.sharedStrings });
  }
  return makeZip(made.parts?.(parts) ?? parts);
}

/** One row of text cells in XML. */
export function textRow(row: number, cells: readonly string[]): string {
  const inside = cells.map(
    (cell, column) =>
      `<c r="${letters(column)}${row}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`,
  );
  return `<row r="${row}">${inside.join('')}</row>`;
}

/** A whole worksheet of text cells. */
export function textSheet(rows: readonly (readonly string[])[]): string {
  return worksheetXml(rows.map((cells, index) => textRow(index + 1, cells)).join(''));
}

function stylesXml(formats: readonly string[]): string {
  const codes = formats.map(
    (code, index) => `<numFmt numFmtId="${170 + index}" formatCode="${escapeXml(code)}"/>`,
  );
  const styles = formats.map((_, index) => `<xf numFmtId="${170 + index}" applyNumberFormat="1"/>`);
  return `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${codes.join('')}</numFmts><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`;
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
}

function relationships(inside: readonly string[]): string {
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${inside.join('')}</Relationships>`;
}

function letters(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : letters(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26));
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
