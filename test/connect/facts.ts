/** What Apache Kafka makes of the same input: the lines that the Java programs beside them printed. */
import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

const dir = path.resolve(import.meta.dirname, '../../fixtures/connect')

export const factsOf = <Fact>(name: string): Fact[] =>
  gunzipSync(fs.readFileSync(path.join(dir, `${name}.jsonl.gz`)))
    .toString()
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Fact)
