/** Entries of the index files as bytes, with their boundaries marked: offset - base | position, and so on. */
export const bytes = (hex: string): Buffer => Buffer.from(hex.replace(/[\s|]/g, ''), 'hex')
