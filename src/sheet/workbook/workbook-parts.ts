import { refuseWorkbook } from './refuse-workbook.ts';
import { xmlTags } from './xml-tags.ts';
import { readWhole, type ZipEntry, type ZipFile } from './zip-file.ts';

/** One worksheet of a workbook. */
interface Worksheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Place among all sheets of the workbook, charts included, from 0. */
  readonly index: number;
  readonly part: ZipEntry;
}

/** What a workbook says about its worksheets. */
interface WorkbookParts {
  readonly worksheets: readonly Worksheet[];
  /** Undefined when no cell uses them. */
  readonly sharedStrings: ZipEntry | undefined;
  /** Style of a cell -> its format of nothing but zeros and dashes (`00000`, `00000-0000`): shown digits, not a count. */
  readonly digitFormats: ReadonlyMap<number, string>;
}

/** Parts that are read as one text; a real one has some kilobytes, styles sometimes megabytes. */
const MAX_PART_BYTES = 32 * 1024 * 1024;

/**
 * Reads the parts of a workbook that name the others.
 * @throws UsageError when it is another kind of file, damaged, or declares a document type.
 */
export async function readWorkbookParts(zip: ZipFile): Promise<WorkbookParts> {
  const entries = new Map(zip.entries.map((entry) => [entry.name, entry]));
  requireWorkbook(zip.path, entries);
  const text = async (name: string): Promise<string> => {
    const entry = entries.get(name);
    if (entry === undefined) {
      throw refuseWorkbook(zip.path, 'SHEET_WORKBOOK_DAMAGED', { detail: `${name} is missing` });
    }
    const xml = (await readWhole(zip, entry, MAX_PART_BYTES)).toString('utf8');
    requireNoDoctype(zip.path, xml);
    return xml;
  };
  await text('[Content_Types].xml');
  const workbook = relations(await text('_rels/.rels'), '').find(({ type }) => type === 'officeDocument');
  if (workbook === undefined) {
    throw refuseWorkbook(zip.path, 'SHEET_WORKBOOK_DAMAGED', { detail: 'it names no workbook' });
  }
  const at = workbook.target.lastIndexOf('/') + 1;
  const folder = workbook.target.slice(0, at);
  const related = relations(await text(`${folder}_rels/${workbook.target.slice(at)}.rels`), folder);
  const styles = related.find(({ type }) => type === 'styles');
  const strings = related.find(({ type }) => type === 'sharedStrings');
  const parts = new Map(
    related.filter(({ type }) => type === 'worksheet').map((each) => [each.id, each.target]),
  );
  const worksheets = readSheets(await text(workbook.target)).flatMap((sheet) => {
    const part = entries.get(parts.get(sheet.relation) ?? '');
    return part === undefined
      ? []
      : [{ name: sheet.name, isHidden: sheet.isHidden, index: sheet.index, part }];
  });
  return {
    worksheets,
    sharedStrings: strings && entries.get(strings.target),
    digitFormats:
      styles && entries.has(styles.target) ? readDigitFormats(await text(styles.target)) : new Map(),
  };
}

/** @throws UsageError: entities that are declared inside a document can grow without bound. */
export function requireNoDoctype(path: string, xml: string): void {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw refuseWorkbook(path, 'SHEET_WORKBOOK_DOCTYPE');
}

/** Other kinds of files that are ZIP archives too, told apart by a part that only they have. */
const OTHER_KINDS: readonly (readonly [part: string, kind: string])[] = [
  ['xl/workbook.bin', 'it is a binary workbook (.xlsb)'],
  ['Index/Document.iwa', 'it is a Numbers document'],
  ['word/document.xml', 'it is a Word document'],
  ['ppt/presentation.xml', 'it is a presentation'],
];

function requireWorkbook(path: string, entries: ReadonlyMap<string, ZipEntry>): void {
  if ([...entries.values()].some((entry) => entry.isEncrypted)) {
    throw refuseWorkbook(path, 'SHEET_WORKBOOK_PASSWORD');
  }
  const other = OTHER_KINDS.find(([part]) => entries.has(part));
  if (other !== undefined) throw refuseWorkbook(path, 'SHEET_NOT_TEXT', { detail: other[1] });
  if (!entries.has('[Content_Types].xml')) {
    const first = [...entries.keys()].slice(0, 3).map((name) => JSON.stringify(name.slice(0, 60)));
    throw refuseWorkbook(path, 'SHEET_NOT_TEXT', {
      detail: `it is an archive${first.length === 0 ? '' : ` with ${first.join(', ')}`}`,
      hint: 'Unpack it and give the sheet that is inside.',
    });
  }
}

interface Relation {
  readonly id: string;
  /** Last word of the type's address: `worksheet`, `styles`. Both editions of the standard have the same. */
  readonly type: string;
  /** Path inside the archive. */
  readonly target: string;
}

function relations(xml: string, folder: string): Relation[] {
  return [...xmlTags(xml)]
    .filter(({ name, attributes }) => name === 'Relationship' && attributes.get('TargetMode') !== 'External')
    .map(({ attributes }) => ({
      id: attributes.get('Id') ?? '',
      type: (attributes.get('Type') ?? '').split('/').at(-1) ?? '',
      target: resolve(folder, attributes.get('Target') ?? ''),
    }));
}

function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const path: string[] = [];
  for (const part of `${folder}${target}`.split('/')) {
    if (part === '..') path.pop();
    else if (part !== '.' && part !== '') path.push(part);
  }
  return path.join('/');
}

function readSheets(xml: string): { name: string; isHidden: boolean; index: number; relation: string }[] {
  return [...xmlTags(xml)]
    .filter(({ name }) => name === 'sheet')
    .map(({ attributes }) => ({
      name: attributes.get('name') ?? '',
      isHidden: (attributes.get('state') ?? 'visible') !== 'visible',
      relation: [...attributes].find(([name]) => name.endsWith(':id'))?.[1] ?? '',
    }))
    .filter(({ name, relation }) => name !== '' && relation !== '')
    .map((sheet, index) => ({ ...sheet, index }));
}

function readDigitFormats(xml: string): Map<number, string> {
  const byId = new Map<string, string>();
  const formats = new Map<number, string>();
  let style = 0;
  let isOfCells = false;
  for (const { name, attributes } of xmlTags(xml)) {
    if (name === 'numFmt') byId.set(attributes.get('numFmtId') ?? '', attributes.get('formatCode') ?? '');
    // Named styles have entries of the same name; a cell counts only those of cellXfs.
    if (name === 'cellXfs' || name === 'cellStyleXfs' || name === 'cellStyles' || name === 'dxfs') {
      isOfCells = name === 'cellXfs';
    }
    if (name !== 'xf' || !isOfCells) continue;
    const code = (byId.get(attributes.get('numFmtId') ?? '') ?? '').replace(/["\\]/g, '');
    if (/^0[0-]*0$/.test(code) && code.length <= 20) formats.set(style, code);
    style++;
  }
  return formats;
}
