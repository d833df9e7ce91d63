/**
 * A HashMap<byte[], byte[]> as Java's object serialization writes it: the offsets file of a standalone worker.
 *
 *   AC ED 00 05                     magic, version
 *   73 72 "java.util.HashMap" ...   an object of this class, with its two fields and data of its own
 *     loadFactor, threshold         0.75, three quarters of the buckets
 *     77 08 buckets size            a block of data
 *     (key value) * size            each an array, or null
 *   78                              end
 *   an array: 75 72 "[B" ... size bytes; after the first its class is a reference: 75 71 00 7E 00 02 size bytes
 *
 * Source: Java Object Serialization Specification 1.7, chapter 6; java.util.HashMap.writeObject. Not here: anything else that a
 * stream can hold; a file with it is refused.
 */
import { CorruptFileError } from '../errors.ts'

const MAGIC = 0xaced0005
const [NULL, REFERENCE, CLASS, OBJECT, ARRAY, BLOCK, END] = [0x70, 0x71, 0x72, 0x73, 0x75, 0x77, 0x78] as const
const FIRST_HANDLE = 0x7e0000
/** The class descriptions as they stand in every such file: name, serialVersionUID, flags, fields. */
const HASH_MAP = Buffer.concat([
  Buffer.from([CLASS, 0, 17]),
  Buffer.from('java.util.HashMap'),
  Buffer.from('0507dac1c31660d1' + '03' + '0002', 'hex'),
  Buffer.from([0x46, 0, 10]),
  Buffer.from('loadFactor'),
  Buffer.from([0x49, 0, 9]),
  Buffer.from('threshold'),
  Buffer.from([END, NULL]),
])
const BYTES = Buffer.concat([
  Buffer.from([CLASS, 0, 2]),
  Buffer.from('[B'),
  Buffer.from('acf317f8060854e0' + '02' + '0000', 'hex'),
  Buffer.from([END, NULL]),
])

export type BytesMap = readonly (readonly [key: Buffer | null, value: Buffer | null])[]

export function writeJavaMap(entries: BytesMap): Buffer {
  const buckets = bucketsFor(entries.length)
  const head = Buffer.alloc(8)
  head.writeFloatBE(0.75)
  head.writeInt32BE(buckets * 0.75, 4)
  const block = Buffer.alloc(10)
  block[0] = BLOCK
  block[1] = 8
  block.writeInt32BE(buckets, 2)
  block.writeInt32BE(entries.length, 6)
  const parts = [Buffer.from('aced0005', 'hex'), Buffer.from([OBJECT]), HASH_MAP, head, block]
  // Handles: 0 the map's class, 1 the map, 2 the arrays' class.
  let isKnown = false
  for (const bytes of entries.flat() as (Buffer<ArrayBuffer> | null)[]) {
    if (bytes === null) {
      parts.push(Buffer.from([NULL]))
      continue
    }
    const size = Buffer.alloc(4)
    size.writeInt32BE(bytes.length)
    parts.push(Buffer.from([ARRAY]), isKnown ? Buffer.from([REFERENCE, 0, 0x7e, 0, 2]) : BYTES, size, bytes)
    isKnown = true
  }
  return Buffer.concat([...parts, Buffer.from([END])])
}

function bucketsFor(size: number): number {
  let buckets = 16
  while (size > buckets * 0.75) buckets *= 2
  return buckets
}

/** @throws {CorruptFileError} with the byte where it is something else */
export function readJavaMap(bytes: Buffer, file: string): BytesMap {
  let at = 0
  const fail = (what: string): never => {
    throw new CorruptFileError(file, at, what)
  }
  const need = (size: number) => {
    if (size < 0 || at + size > bytes.length) fail('the file ends in the middle')
    at += size
    return at - size
  }
  const byte = () => bytes[need(1)]!
  const int = () => bytes.readInt32BE(need(4))
  const expect = (expected: Buffer, what: string) => {
    const start = need(expected.length)
    if (bytes.compare(expected, 0, expected.length, start, at) !== 0) {
      at = start
      fail(`there is no ${what}`)
    }
  }
  if (bytes.length < 4 || bytes.readUInt32BE(need(4)) !== MAGIC) fail('it does not begin as a Java object does')
  if (byte() !== OBJECT) fail('there is no object')
  expect(HASH_MAP, 'java.util.HashMap')
  need(8)
  if (byte() !== BLOCK || byte() !== 8) fail('there is no size')
  need(4)
  const size = int()
  if (size < 0) fail(`a size of ${size} cannot be`)
  let handle = FIRST_HANDLE + 2
  const arrays = new Map<number, Buffer>()
  const value = (): Buffer | null => {
    const kind = byte()
    if (kind === NULL) return null
    if (kind === REFERENCE) return arrays.get(int()) ?? fail('a reference leads nowhere')
    if (kind !== ARRAY) return fail(`there is something of kind ${kind} in place of bytes`)
    if (bytes[at] === CLASS) {
      expect(BYTES, 'array of bytes')
      handle++
    } else if (byte() !== REFERENCE || int() !== FIRST_HANDLE + 2) fail('there is an array of something else')
    const length = int()
    const start = need(length)
    const array = Buffer.from(bytes.subarray(start, at))
    arrays.set(handle++, array)
    return array
  }
  const entries: [Buffer | null, Buffer | null][] = []
  for (let i = 0; i < size; i++) entries.push([value(), value()])
  if (byte() !== END) fail('the map has no end')
  return entries
}
