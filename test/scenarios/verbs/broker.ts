/** The broker, the clock, and those who wait. */
import type { Verbs } from './index.ts'

export const broker: Verbs = {
  /** `broker start [id=1] [group.max.size=2 ...]` */
  'broker start': (args, world) => world.start({ 'node.id': args.text('id', '1'), ...args.settings() }),
  'broker stop': (_args, world) => world.stop(),
  'broker kill': (_args, world) => world.kill(),
  /** `broker dies after=__transaction_state`: at the next write to a log of that topic, after the bytes */
  'broker dies': (args, world) => world.killAfterWrite(args.text('after')),
  /** `broker log match=fenced`: lines of the broker's log since it was last looked at */
  'broker log': (args, world) => {
    const pattern = new RegExp(args.text('match'))
    const lines = world.log.splice(0).filter(line => pattern.test(line))
    return lines.map(line => line.replace(/^\[[^\]]*\] /, ''))
  },
  'clock advance': (args, world) => world.advance(args.duration('')),
  /** `await a`: what a command in the background said */
  await: (args, world) => world.said(args.text('')),
  /** Names of those in the background that have no answer. */
  waiting: async (_args, world) => {
    const names = await world.waiting()
    return names.length > 0 ? `waiting: ${names.join(', ')}` : 'nobody waits'
  },
}
