/** Cutting chunks of a pipe into lines, as console-producer does. */
import { Lines } from '../../../src/cli/lines.ts'
import { best, say, seen } from './best.ts'

const CHUNK = 64 * 1024

export function run(): void {
  for (const size of [10, 100, 1000])
    for (const [name, end] of [
      ['LF', '\n'],
      ['CR LF', '\r\n'],
    ] as const) {
      const line = 'some letters, {"and": "json"} '.repeat(40).slice(0, size)
      const chunk = Buffer.from((line + end).repeat(Math.ceil(CHUNK / size))).subarray(0, CHUNK)
      const lines = new Lines()
      let count = 0
      lines.push(chunk, (_, __, found) => {
        count += found
      })
      const us = best(() =>
        lines.push(chunk, (_, bounds, found) => {
          seen.sum += found + bounds[0]!
        }),
      )
      say(`lines of ${size} B and ${name}`, count / us, 'M lines/s')
    }
}
