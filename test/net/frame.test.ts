import t from 'tap'
import { seededRandom } from '../../src/lib/random.ts'
import { FrameError, FrameReader } from '../../src/net/frame.ts'

const framed = (...bodies: Buffer[]) =>
  Buffer.concat(
    bodies.flatMap(body => {
      const size = Buffer.alloc(4)
      size.writeInt32BE(body.length)
      return [size, body]
    }),
  )
const read = (chunks: Buffer[], maxBytes = 1000) => {
  const frames: Buffer[] = []
  const reader = new FrameReader(maxBytes, frame => void frames.push(frame))
  for (const chunk of chunks) reader.push(chunk)
  return { frames, midFrame: reader.midFrame }
}

// A socket cuts where it likes, so cut everywhere, and twice.
t.test('frames come out whole, wherever the pieces were cut', async t => {
  const bodies = [Buffer.from('a'), Buffer.alloc(0), Buffer.from('hello'), Buffer.from('0123456789')]
  const bytes = framed(...bodies)
  for (let a = 0; a <= bytes.length; a++)
    for (let b = a; b <= bytes.length; b++) {
      const { frames, midFrame } = read([bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(b)])
      if (frames.length !== 4 || midFrame || !frames.every((frame, i) => frame.equals(bodies[i]!)))
        t.fail(`cut at ${a} and ${b}: ${frames.map(frame => JSON.stringify(frame.toString())).join(' ')}`)
    }
  t.same(read([...bytes].map(byte => Buffer.from([byte]))).frames, bodies, 'byte by byte')
})

t.test('a frame within one piece is a view of it; one that is not is its own memory', async t => {
  const whole = framed(Buffer.from('hello'))
  t.equal(read([whole]).frames[0]!.buffer, whole.buffer)
  t.not(read([whole.subarray(0, 6), whole.subarray(6)]).frames[0]!.buffer, whole.buffer)
})

t.test('midFrame says whether something is owed', async t => {
  const bytes = framed(Buffer.from('hello'))
  for (let cut = 0; cut <= bytes.length; cut++)
    t.equal(read([bytes.subarray(0, cut)]).midFrame, cut > 0 && cut < bytes.length, `cut at ${cut}`)
})

t.test('a size out of bounds is refused before anything is allocated, wherever it was cut', async t => {
  for (const size of [-1, -(2 ** 31), 1001, 2 ** 31 - 1]) {
    const head = Buffer.alloc(4)
    head.writeInt32BE(size)
    for (let cut = 0; cut < 4; cut++)
      t.throws(
        () => read([head.subarray(0, cut), head.subarray(cut)]),
        { name: 'FrameError', size, message: `a frame of ${size} bytes was announced; 0 to 1000 are possible` },
        `${size} cut at ${cut}`,
      )
  }
  t.doesNotThrow(() => read([framed(Buffer.alloc(1000))]), 'the limit itself is fine')
})

t.test('the bytes of a bad frame are kept for the log line', async t => {
  try {
    read([Buffer.from('GET / HTTP/1.1\r\n')])
    t.fail('read it')
  } catch (error) {
    t.ok(error instanceof FrameError)
    t.equal((error as FrameError).start.toString(), 'GET / HTTP/1.1\r\n')
  }
})

t.test('random frames in random pieces', async t => {
  const seed = Date.now() % 1e9
  const random = seededRandom(seed)
  for (let round = 0; round < 200; round++) {
    const bodies = Array.from({ length: random.below(20) }, () => random.bytes(random.below(300)))
    const bytes = framed(...bodies)
    const chunks: Buffer[] = []
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(bytes.length, at + 1 + random.below(200))
      chunks.push(bytes.subarray(at, end))
      at = end
    }
    const { frames } = read(chunks)
    if (Buffer.compare(framed(...frames), bytes) !== 0) t.fail(`seed ${seed} round ${round}`)
  }
})
