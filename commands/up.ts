/**
 * up: make a cluster as tskafka.yaml wants it: topics, their settings, seed records, quotas. It adds and changes; it deletes nothing, and
 * topics that the file does not name are left alone. Kafka has no such tool.
 */
import { confirmed } from '../src/cli/confirm.ts'
import { toggle } from '../src/cli/flags.ts'
import { apply, applyQuotas } from '../src/cli/project/cluster.ts'
import { impossible, pending, printSteps, projectFlags, withDifference } from '../src/cli/project/command.ts'
import { tool } from '../src/cli/tool.ts'

export const up = tool({
  name: 'up',
  summary: 'Make topics, settings, seed records and quotas as tskafka.yaml says',
  own: true,
  grammar: 'argparse4j',
  flags: { ...projectFlags, yes: toggle('-y, --yes', 'do not ask on a terminal') },
  examples: ['tskafka up', 'tskafka up -f tskafka.yaml --yes --bootstrap-server localhost:9092'],
  run: ({ options, io }) =>
    withDifference(io, options, async difference => {
      const { cluster, configs, steps, quotas } = difference
      const asks = io.stdin.isTTY && io.stdout.isTTY && !options.yes && !options.json
      if (pending(difference)) {
        if (asks && !(await confirmed(io, 'Do it? (y/n)'))) return 1
        await apply(cluster, steps, configs)
        await applyQuotas(cluster, quotas)
        if (!options.json) io.print('Done.')
      }
      if (options.json) printSteps(io, difference, true)
      return impossible(difference) ? 1 : 0
    }),
})
