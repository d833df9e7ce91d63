import t from 'tap'
import { deserializerOf, type Serde, serdes, serializerOf } from '../../src/client/serde.ts'

/** Value, and the bytes that Kafka's Java class of that name makes of it. */
const table: readonly (readonly [keyof typeof serdes, unknown, string])[] = [
  ['string', '', ''],
  ['string', 'håå', '68c3a5c3a5'],
  ['bytes', Buffer.from([0, 255]), '00ff'],
  ['boolean', true, '01'],
  ['boolean', false, '00'],
  ['short', -2, 'fffe'],
  ['short', 32767, '7fff'],
  ['integer', 1, '00000001'],
  ['integer', -2147483648, '80000000'],
  ['long', 1n, '0000000000000001'],
  ['long', -9223372036854775808n, '8000000000000000'],
  ['long', 9223372036854775807n, '7fffffffffffffff'],
  ['float', 1.5, '3fc00000'],
  ['double', -0.1, 'bfb999999999999a'],
  ['uuid', '123e4567-e89b-12d3-a456-426614174000', Buffer.from('123e4567-e89b-12d3-a456-426614174000').toString('hex')],
  ['json', { a: [1, null] }, Buffer.from('{"a":[1,null]}').toString('hex')],
]

t.test('values become the bytes that Java makes, and come back', async t => {
  for (const [name, value, hex] of table) {
    const serde = serdes[name] as Serde<unknown>
    t.equal(Buffer.from(serde.serialize(value, 'topic')).toString('hex'), hex, `${name} ${value}`)
    t.same(serde.deserialize(Buffer.from(hex, 'hex'), 'topic'), value, `${name} ${hex}`)
  }
})

t.test('Java class names mean the same', async t => {
  const java = 'org.apache.kafka.common.serialization'
  t.equal(serializerOf(`${java}.StringSerializer`), serdes.string)
  t.equal(deserializerOf(`${java}.StringDeserializer`), serdes.string)
  t.equal(deserializerOf(`${java}.Serdes$LongSerde`), serdes.long)
  t.equal(serializerOf(`${java}.ByteArraySerializer`), serdes.bytes)
  t.equal(deserializerOf(`${java}.ByteBufferDeserializer`), serdes.bytes)
  t.equal(deserializerOf(`${java}.BytesDeserializer`), serdes.bytes)
  t.equal(deserializerOf(`${java}.UUIDDeserializer`), serdes.uuid)
  t.equal(deserializerOf(`${java}.VoidDeserializer`), serdes.void)
  t.equal(serializerOf('org.apache.kafka.connect.json.JsonSerializer'), serdes.json)
  t.equal(deserializerOf(undefined), serdes.bytes)
})

t.test('an unknown name is refused with those that are known', async t => {
  for (const name of ['avro', 'com.acme.AvroSerializer', '', 'toString', 'constructor'])
    t.throws(() => serializerOf(name), { name: 'ConfigError', message: /string, bytes/ }, name)
})

t.test('bytes of the wrong size, and values that do not fit, say so', async t => {
  for (const [name, size] of [
    ['short', 2],
    ['integer', 4],
    ['long', 8],
    ['float', 4],
    ['double', 8],
    ['boolean', 1],
  ] as const)
    for (const wrong of [0, size - 1, size + 1])
      if (wrong !== size)
        t.throws(() => serdes[name].deserialize(Buffer.alloc(wrong), 't'), { name: 'SerdeError', message: `${size}` })
  t.throws(() => serdes.short.serialize(32768, 't'), { name: 'SerdeError', message: /32768 is no short/ })
  t.throws(() => serdes.integer.serialize(2 ** 31, 't'), { name: 'SerdeError' })
  t.throws(() => serdes.long.serialize(2n ** 63n, 't'), { name: 'SerdeError' })
  t.throws(() => serdes.long.serialize(1.5, 't'), { name: 'SerdeError' })
  t.throws(() => serdes.uuid.serialize('nope', 't'), { name: 'SerdeError', message: /must look like/ })
  t.throws(() => serdes.json.deserialize(Buffer.from('{'), 't'), { name: 'SerdeError' })
  t.throws(() => serdes.void.deserialize(Buffer.alloc(1), 't'), { name: 'SerdeError' })
})
