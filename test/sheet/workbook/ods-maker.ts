import { makeZip, type Part } from './zip-maker.ts';

/** A cell of text as LibreOffice writes it. */
export function odsText(text: string): string {
  return `<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>${text}</text:p></table:table-cell>`;
}

/** A row around cells of XML. */
export function odsRow(cells: string, attributes = ''): string {
  return `<table:table-row table:style-name="ro1" ${attributes}>${cells}</table:table-row>`;
}

/** A worksheet around rows of XML. */
export function odsTable(name: string, rows: string, attributes = ''): string {
  return `<table:table table:name="${name}" ${attributes}>${rows}</table:table>`;
}

/** The whole of content.xml. */
export function odsContent(tables: string, styles = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`;
}

/** An OpenDocument spreadsheet with this content. */
export function makeOds(content: string, more: { manifest?: string; claims?: Part['claims'] } = {}): Buffer {
  return makeZip([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet', stored: true },
    { name: 'content.xml', content, ...(more.claims && { claims: more.claims }) },
    { name: 'META-INF/manifest.xml', content: more.manifest ?? '<manifest:manifest/>' },
  ]);
}
