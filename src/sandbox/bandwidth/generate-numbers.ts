const AREAS = ['212', '415', '312', '416', '206', '303', '404', '512', '602', '617', '713', '702', '503'];

/** Ten digits each, 555-0100 on, area after area. @throws RangeError beyond what the areas hold */
export function generateNumbers(count: number): string[] {
  const perArea = Math.max(100, Math.ceil(count / AREAS.length));
  if (perArea > 9900) throw new RangeError('At most 128700 numbers can be generated.');
  return AREAS.flatMap((area) =>
    Array.from({ length: perArea }, (_, line) => `${area}555${String(100 + line).padStart(4, '0')}`),
  ).slice(0, count);
}
