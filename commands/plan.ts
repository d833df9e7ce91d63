/** plan: the difference between tskafka.yaml and a cluster. Nothing is changed. Kafka has no such tool. */
import { toggle } from '../src/cli/flags.ts'
import { impossible, pending, printSteps, projectFlags, withDifference } from '../src/cli/project/command.ts'
import { tool } from '../src/cli/tool.ts'

export const plan = tool({
  name: 'plan',
  summary: 'Show what up would change',
  own: true,
  grammar: 'argparse4j',
  flags: { ...projectFlags, check: toggle('--check', 'end with 1 when there is something to do') },
  examples: ['tskafka plan', 'tskafka plan --check --json --bootstrap-server localhost:9092'],
  run: ({ options, io }) =>
    withDifference(io, options, async difference => {
      if (options.json) printSteps(io, difference, false)
      return impossible(difference) || (options.check && pending(difference)) ? 1 : 0
    }),
})
