/**
 * The checksum of a view's file, in a file beside it, from a clean close to the next opening: SQLite notices a broken page, and not a
 * bit that has turned in a row. A view that is not what was closed is thrown away; it costs a replay.
 */
import fs from 'node:fs'
import { crc32c } from '../lib/crc32c.ts'

const CHUNK_BYTES = 1024 * 1024

export const sumFile = (file: string): string => `${file}.sum`

/** Whether `file` is as it was when it was closed. 80 MB take 40 ms (2026-11-21). */
export function isAsClosed(file: string): boolean {
  return fs.existsSync(sumFile(file)) && fs.readFileSync(sumFile(file), 'utf8') === sumOf(file)
}

/** It is closed, and stays as it is. A crash of the machine may leave an empty file: then there is no view. */
export const noteClosed = (file: string): void => fs.writeFileSync(sumFile(file), sumOf(file))

/** It is opened: the sum says nothing any more. */
export const forgetSum = (file: string): void => fs.rmSync(sumFile(file), { force: true })

function sumOf(file: string): string {
  const fd = fs.openSync(file, 'r')
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    const sums: number[] = []
    for (let size = fs.readSync(fd, chunk); size > 0; size = fs.readSync(fd, chunk))
      sums.push(crc32c(chunk.subarray(0, size)))
    const all = Buffer.alloc(sums.length * 4)
    for (const [i, sum] of sums.entries()) all.writeUInt32BE(sum, i * 4)
    return crc32c(all).toString(16).padStart(8, '0')
  } finally {
    fs.closeSync(fd)
  }
}
