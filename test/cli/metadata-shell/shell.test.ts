/** The metadata shell's parts that Apache Kafka's tool says otherwise, or to a terminal only; the rest is a play in fixtures/golden. */
import path from 'node:path'
import t from 'tap'
import { metadataShell } from '../../../commands/metadata-shell.ts'
import { columns } from '../../../src/cli/metadata-shell/columns.ts'
import { commands, complete } from '../../../src/cli/metadata-shell/commands.ts'
import { readImage } from '../../../src/cli/metadata-shell/image.ts'
import { rootOf } from '../../../src/cli/metadata-shell/nodes.ts'
import { patternOf } from '../../../src/cli/metadata-shell/paths.ts'
import { begunWords, wordsOf } from '../../../src/cli/metadata-shell/words.ts'
import { typed } from '../world.ts'

const files = path.resolve(import.meta.dirname, '../../../fixtures/golden/files/metadata')
const odd = path.join(files, 'odd')
const real = path.join(files, '__cluster_metadata-0')

t.test('words: quotes hold together, a backslash takes what follows as it is', async t => {
  const cases: readonly [string, string[]][] = [
    ['', []],
    ['  ls   a ', ['ls', 'a']],
    [`ls "a b" 'c "d'`, ['ls', 'a b', 'c "d']],
    ['ls a\\ b \\"', ['ls', 'a b', '"']],
    ['ls ""', ['ls', '']],
    ['ls "open', ['ls', 'open']],
    ['ls \\', ['ls', '\\']],
  ]
  for (const [line, words] of cases) t.same(wordsOf(line), words, line)
  t.same(begunWords('ls '), ['ls', ''])
  t.same(begunWords(''), [''])
  t.same(begunWords('l'), ['l'])
})

t.test('a part of a path is a pattern, or a name when it is no good one', async t => {
  const meant: readonly [string, string[], string[]][] = [
    ['*', ['', 'a', 'a.b'], []],
    ['?', ['a', '.'], ['', 'ab']],
    ['a.*', ['a.', 'a.b'], ['ab']],
    ['{a,b*}c', ['ac', 'bc', 'bxc'], ['c', 'a', 'a,b*c']],
    ['a\\**', ['a*', 'a*b'], ['ab']],
    ['[a]+?', ['[a]+x'], ['ax']],
    ['{a,$}', ['a', '$'], ['']],
  ]
  for (const [part, yes, no] of meant) {
    const pattern = patternOf(part)!
    for (const name of yes) t.ok(pattern.test(name), `${part} means ${name}`)
    for (const name of no) t.notOk(pattern.test(name), `${part} does not mean ${name}`)
  }
  for (const name of ['plain', 'a,b', '}', '{open', '{a{b}}', 'a\\*', '\\']) t.equal(patternOf(name), undefined, name)
})

t.test('names go into as many columns as there is room for, downwards', async t => {
  t.same(columns(['a', 'bb', 'ccc', 'd', 'e'], undefined), ['a', 'bb', 'ccc', 'd', 'e'])
  t.same(columns(['a', 'bb', 'ccc', 'd', 'e'], 100), ['a  bb  ccc  d  e'])
  // 5 + 4 are 9: a third column of 3 does not fit in 11.
  t.same(columns(['a', 'bb', 'ccc', 'd', 'e'], 11), ['a    d', 'bb   e', 'ccc'])
  t.same(columns(['much too long for it'], 8), ['much too long for it'])
  t.same(columns([], 80), [])
  for (let width = 0; width < 60; width++)
    for (let count = 1; count < 12; count++) {
      const names = Array.from({ length: count }, (_, i) => 'x'.repeat(1 + ((i * 7) % 9)))
      const lines = columns(names, width)
      t.equal(lines.join(' ').split(/ +/).length, count, `${count} names in ${width} columns are all there`)
      if (lines.length < count) t.ok(lines.every(line => line.length <= width))
    }
})

t.test('TAB offers commands, then paths; a folder ends with a slash', async t => {
  const image = readImage(real)
  t.teardown(() => image.view.close())
  const at = (line: string, cwd = '/') => complete(begunWords(line), { root: rootOf(image), cwd })
  t.same(at(''), Object.keys(commands))
  t.same(at('c'), ['cat', 'cd'])
  t.same(at('ls im'), ['image/'])
  t.same(at('ls image/pro'), ['image/producerIds/', 'image/provenance'])
  t.same(at('cat local/version local/'), ['local/commitId', 'local/version'])
  t.same(at('cd ../to', '/image/acls'), ['../topics/'])
  t.same(at('cd image l'), [], 'cd takes one path')
  t.same(at('man t'), ['tree'])
  t.same(at('ls image/provenance/'), [])
  t.same(at('ls nope/'), [])
  t.same(at('nope '), [])
  t.same(at('pwd '), [])
})

t.test('help and man name every command', async t => {
  const said = await typed(metadataShell, ['-s', odd], {
    stdin: `help\n${Object.keys(commands)
      .map(name => `man ${name}\n${name} -h\n`)
      .join('')}`,
  })
  t.equal(said.code, 0)
  t.equal(said.stderr, '')
  for (const [name, { summary }] of Object.entries(commands)) {
    t.match(said.stdout, new RegExp(`^  ${name}\\b.*${summary}$`, 'm'))
    t.equal(said.stdout.split(`\n${name}: ${summary}\n\nusage: ${name}`).length, 3, `${name}: a page twice`)
  }
})

t.test('history takes a number, and says what is none', async t => {
  const said = await typed(metadataShell, ['-s', odd], {
    stdin: 'pwd\npwd\nhistory x\nhistory 0\nhistory -1\nhistory 99',
  })
  t.equal(
    said.stdout,
    '/\n/\nhistory: "x" is not a whole number\n    0  pwd\n    1  history x\n    2  history 0\n    3  history -1\n    4  history 99\n',
  )
})

t.test('--json is the same for programs, and what is not there is an error', async t => {
  const json = async (...words: string[]) => {
    const said = await typed(metadataShell, ['-s', odd, '--json', ...words])
    return said.code === 0 ? JSON.parse(said.stdout) : said
  }
  t.match(await json(), {
    version: 1,
    provenance: { offset: 399, epoch: 4 },
    nodes: [{ path: '/', value: { image: {} } }],
  })
  t.match(await json('cat', 'image/topics/byName/orders/1', 'image/configs/TOPIC:orders'), {
    nodes: [
      {
        path: '/image/topics/byName/orders/1',
        value: { leader: -1, replicas: [2, 10], lastKnownElr: [10], leaderEpoch: 7 },
      },
      { path: '/image/configs/TOPIC:orders', value: { 'cleanup.policy': 'compact,delete' } },
    ],
  })
  t.match(await json('cat', 'image/cluster/brokers/*', 'image/acls/byId/*'), {
    nodes: [
      { value: { brokerId: 10, fenced: true } },
      { value: { brokerId: 2, rack: '' } },
      { value: { operation: 'TWO_PHASE_COMMIT' } },
    ],
  })
  t.same((await json('ls', 'image/scram')).nodes, [{ path: '/image/scram', names: ['SCRAM-SHA-256', 'SCRAM-SHA-512'] }])
  t.same(
    (await json('find', 'local')).nodes.map(({ path }: { path: string }) => path),
    ['/local', '/local/commitId', '/local/version'],
  )
  t.match(await json('cat', 'nope'), { code: 1, stderr: /nope is not there/ })
  t.match(await json('cd', 'image'), { code: 1, stderr: /"cd" is none of them/ })
})
