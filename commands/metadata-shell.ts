/**
 * metadata-shell (kafka-metadata-shell.sh): look into the metadata of a cluster as into folders. Reads files, asks no broker.
 * Source: Kafka 4.3 `MetadataShell`. A wrong word for the shell itself is said on stdout and is no failure, as there.
 * Otherwise than there: --snapshot takes a folder too; a directory that a broker uses may be looked into; a file without
 * metadata is refused, where Kafka's waits for ever; --json.
 */
import path from 'node:path'
import { required, text } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { json, printJson } from '../src/cli/json.ts'
import { execute } from '../src/cli/metadata-shell/commands.ts'
import { type Image, readImage } from '../src/cli/metadata-shell/image.ts'
import { rootOf } from '../src/cli/metadata-shell/nodes.ts'
import { nodesJson } from '../src/cli/metadata-shell/nodes-json.ts'
import { session } from '../src/cli/metadata-shell/session.ts'
import { tool } from '../src/cli/tool.ts'

export const metadataShell = tool({
  name: 'metadata-shell',
  summary: 'Look into the metadata of a cluster',
  grammar: 'argparse4j',
  flags: {
    snapshot: required(
      text('-s, --snapshot <file>', 'a .log or .checkpoint file of __cluster_metadata-0, or the folder they are in'),
    ),
    json: json(),
  },
  operands: '[ls|cat|find|tree [path ...]]',
  examples: [
    'tskafka metadata-shell --snapshot .tskafka ls image/topics/byName',
    'tskafka metadata-shell --snapshot .tskafka/__cluster_metadata-0/00000000000000000000.log tree image/cluster',
    "tskafka metadata-shell --snapshot .tskafka --json cat 'image/topics/byName/orders/*'",
    'echo ls | tskafka metadata-shell --snapshot .tskafka',
  ],
  async run({ options, io, operands }) {
    const image = readImage(options.snapshot === '' ? '' : path.resolve(io.cwd, options.snapshot))
    try {
      for (const line of image.warnings) io.warn(line)
      if (options.json) printJson(io, { provenance: image.provenance, nodes: nodesJson(rootOf(image), operands) })
      else if (operands.length === 0) await session(io, image)
      else single(io, image, operands)
    } finally {
      image.view.close()
    }
    return 0
  },
})

const single = (io: Io, image: Image, words: readonly string[]) =>
  execute(words, { root: rootOf(image), cwd: '/', history: [], width: undefined, print: line => io.print(line) }, false)
