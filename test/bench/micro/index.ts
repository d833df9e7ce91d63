/** One part alone, in this process, by name: npm run bench -- crc. What it prints is not in the table. */
export const micro: Readonly<Record<string, () => Promise<{ run(): void | Promise<void> }>>> = {
  append: () => import('./append.ts'),
  batch: () => import('./batch.ts'),
  codec: () => import('./codec.ts'),
  crc: () => import('./crc.ts'),
  lines: () => import('./lines.ts'),
  lookup: () => import('./lookup.ts'),
}
