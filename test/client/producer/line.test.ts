import t from 'tap'
import { Line } from '../../../src/client/producer/line.ts'

t.test('turns come one after the other, in the order of the line, whatever becomes of them', async t => {
  const line = new Line()
  const said: string[] = []
  t.ok(line.isEmpty)
  const turn = (name: string, ms: number, fails = false) =>
    line.join(async () => {
      said.push(`${name} begins`)
      await new Promise(resolve => setTimeout(resolve, ms))
      said.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const all = [turn('a', 10), turn('b', 1, true), turn('c', 1)]
  t.notOk(line.isEmpty)
  t.same(
    (await Promise.allSettled(all)).map(each => (each.status === 'fulfilled' ? each.value : String(each.reason))),
    ['a', 'Error: b', 'c'],
  )
  t.same(said, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  t.ok(line.isEmpty)
})

t.test('its end is that of those who stand in it now', async t => {
  const line = new Line()
  await line.end
  let free = () => {}
  const first = line.join(
    () =>
      new Promise<void>(resolve => {
        free = resolve
      }),
  )
  const { end } = line
  const later = line.join(() => new Promise<never>(() => {}))
  await Promise.resolve()
  free()
  await Promise.all([first, end])
  t.notOk(line.isEmpty, 'the other still has its turn')
  t.ok(later)
})
